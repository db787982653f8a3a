package io.cmesh.api.permission;

import io.cmesh.api.Bytes;
import io.cmesh.api.fqmn.Fqmn;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All rules of one subject as one value: format version 1 (one byte), then for each pattern its
 * verbs (one byte: bit 0 read, 1 write, 2 execute, 3 administer), its length (two bytes,
 * big-endian) and its text in UTF-8, in the order they were granted.
 */
final class RuleCodec {
  private static final byte FORMAT = 1;

  private RuleCodec() {}

  static Bytes encode(List<Rule> rules) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(64);
    out.write(FORMAT);
    for (Rule rule : rules) {
      byte[] pattern = rule.pattern().text().getBytes(StandardCharsets.UTF_8);
      out.write(bits(rule.verbs()));
      out.write(pattern.length >> 8);
      out.write(pattern.length);
      out.writeBytes(pattern);
    }
    return Bytes.wrap(out.toByteArray());
  }

  static List<Rule> decode(String subject, Bytes value) {
    List<Rule> rules = new ArrayList<>();
    ByteBuffer b = open(value);
    while (b.hasRemaining()) {
      Set<Verb> verbs = verbs(b.get());
      rules.add(new Rule(subject, new FqmnPattern(text(b)), verbs));
    }
    return rules;
  }

  /** The first pattern that permits {@code verb} on {@code resolved}; null where none does. */
  static @Nullable String permitting(Bytes value, Verb verb, Fqmn resolved) {
    return first(value, verb, pattern -> PatternWalk.matches(pattern, resolved));
  }

  /** The first pattern that permits {@code verb} on all of {@code wanted}; null if none does. */
  static @Nullable String covering(Bytes value, Verb verb, FqmnPattern wanted) {
    return first(value, verb, pattern -> new FqmnPattern(pattern).covers(wanted));
  }

  private static @Nullable String first(Bytes value, Verb verb, Predicate<String> test) {
    int permitting = bit(verb) | bit(Verb.ADMINISTER);
    ByteBuffer b = open(value);
    while (b.hasRemaining()) {
      boolean permits = (b.get() & permitting) != 0;
      if (!permits) {
        b.position(b.position() + 2 + Short.toUnsignedInt(b.getShort(b.position())));
        continue;
      }
      String pattern = text(b);
      if (test.test(pattern)) {
        return pattern;
      }
    }
    return null;
  }

  private static ByteBuffer open(Bytes value) {
    ByteBuffer b = ByteBuffer.wrap(value.unsafeArray());
    byte format = b.get();
    if (format != FORMAT) {
      throw new IllegalStateException("rules of format " + format + " (expected: " + FORMAT + ")");
    }
    return b;
  }

  private static String text(ByteBuffer b) {
    byte[] text = new byte[Short.toUnsignedInt(b.getShort())];
    b.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private static int bit(Verb verb) {
    return switch (verb) {
      case READ -> 1;
      case WRITE -> 2;
      case EXECUTE -> 4;
      case ADMINISTER -> 8;
    };
  }

  private static int bits(Set<Verb> verbs) {
    int bits = 0;
    for (Verb verb : verbs) {
      bits |= bit(verb);
    }
    return bits;
  }

  private static Set<Verb> verbs(byte bits) {
    Set<Verb> verbs = EnumSet.noneOf(Verb.class);
    for (Verb verb : Verb.values()) {
      if ((bits & bit(verb)) != 0) {
        verbs.add(verb);
      }
    }
    return verbs;
  }
}
