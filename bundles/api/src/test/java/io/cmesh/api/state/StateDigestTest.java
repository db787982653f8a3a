package io.cmesh.api.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class StateDigestTest {
  private static final Bytes EMPTY = new StateDigest().value();

  @Test
  void theDigestOfNothingIsTheHashOfZeros() throws Exception {
    byte[] zeros = new byte[StateDigest.STATE_BYTES];
    assertThat(EMPTY)
        .isEqualTo(Bytes.wrap(MessageDigest.getInstance("SHA-256").digest(zeros)))
        .isEqualTo(new StateDigest(Bytes.wrap(zeros)).value());
  }

  @Test
  void theDigestOfOneEntryIsAsTheDocumentationSays() throws Exception {
    StateDigest digest = new StateDigest();
    digest.add("data", Bytes.utf8("key"), Bytes.utf8("value"), 7);

    assertThat(digest.state()).isEqualTo(stretched("data", "key", "value", 7));
  }

  @Test
  void theDigestOfOneEntryNeverChangesBetweenVersions() {
    StateDigest digest = new StateDigest();
    digest.add("data", Bytes.utf8("key"), Bytes.utf8("value"), 7);

    assertThat(digest.value().hex())
        .isEqualTo("fa7241e5e127085ec49c877fe2d3fd335afd0e74a4b1c4c46fc443c71171fc5e");
  }

  @Test
  void theOrderOfEntriesDoesNotMatter() {
    List<StateEntry> entries = randomEntries(100);
    Bytes inOrder = digestOf(entries).value();

    Collections.shuffle(entries, new Random(7));

    assertThat(digestOf(entries).value()).isEqualTo(inOrder).isNotEqualTo(EMPTY);
  }

  @Test
  void whatIsAddedAndTakenAwayLeavesNoTrace() {
    List<StateEntry> entries = randomEntries(100);
    StateDigest digest = digestOf(entries);

    Collections.shuffle(entries, new Random(8));
    entries.forEach(e -> digest.remove(e.namespace(), e.key(), e.value(), e.version()));

    assertThat(digest.value()).isEqualTo(EMPTY);
    assertThat(digest.state()).isEqualTo(new StateDigest().state());
  }

  @Test
  void anEntryTwiceIsNotAnEntryOnce() {
    StateEntry entry = randomEntries(1).get(0);

    assertThat(digestOf(List.of(entry, entry)).value())
        .isNotEqualTo(digestOf(List.of(entry)).value())
        .isNotEqualTo(EMPTY);
  }

  @Test
  void everyPartOfAnEntryCounts() {
    Bytes original = digestOf("ns", "key", "value", 1);

    assertThat(
            List.of(
                digestOf("nt", "key", "value", 1),
                digestOf("ns", "kez", "value", 1),
                digestOf("ns", "key", "valuf", 1),
                digestOf("ns", "key", "value", 2)))
        .doesNotHaveDuplicates()
        .doesNotContain(original);
  }

  @Test
  void theBordersBetweenThePartsCount() {
    assertThat(digestOf("ab", "c", "d", 1))
        .isNotEqualTo(digestOf("a", "bc", "d", 1))
        .isNotEqualTo(digestOf("ab", "cd", "", 1));
  }

  @Test
  void namespacesWithATildeInFrontDoNotCount() {
    StateDigest digest = new StateDigest();
    digest.add("~", Bytes.utf8("k"), Bytes.utf8("v"), 1);
    digest.add("~blocks", Bytes.utf8("k"), Bytes.utf8("v"), 1);
    digest.remove("~outbox", Bytes.utf8("k"), Bytes.utf8("v"), 1);

    assertThat(digest.value()).isEqualTo(EMPTY);
    assertThat(digestOf("a~", "k", "v", 1)).isNotEqualTo(EMPTY);
  }

  @Test
  void aSumThatWasKeptGoesOn() {
    List<StateEntry> entries = randomEntries(20);
    StateDigest first = digestOf(entries.subList(0, 10));

    StateDigest second = new StateDigest(first.state());
    entries
        .subList(10, 20)
        .forEach(e -> second.add(e.namespace(), e.key(), e.value(), e.version()));

    assertThat(second.value()).isEqualTo(digestOf(entries).value());
  }

  @Test
  void askingForTheValueChangesNothing() {
    StateDigest digest = digestOf(randomEntries(3));
    Bytes state = digest.state();

    assertThat(digest.value()).isEqualTo(digest.value());
    assertThat(digest.state()).isEqualTo(state);
  }

  @Test
  void clearingLeadsBackToNothing() {
    StateDigest digest = digestOf(randomEntries(3));

    digest.clear();

    assertThat(digest.value()).isEqualTo(EMPTY);
  }

  @Test
  void aSumOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> new StateDigest(Bytes.wrap(new byte[2047])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2047 bytes (expected: 2048)");
  }

  private static Bytes digestOf(String namespace, String key, String value, long version) {
    StateEntry entry = new StateEntry(namespace, Bytes.utf8(key), Bytes.utf8(value), version);
    return digestOf(List.of(entry)).value();
  }

  private static StateDigest digestOf(List<StateEntry> entries) {
    StateDigest digest = new StateDigest();
    entries.forEach(e -> digest.add(e.namespace(), e.key(), e.value(), e.version()));
    return digest;
  }

  private static List<StateEntry> randomEntries(int count) {
    Random random = new Random(count);
    List<StateEntry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] value = new byte[random.nextInt(300)];
      random.nextBytes(value);
      entries.add(
          new StateEntry("n" + random.nextInt(3), Bytes.ofLong(i), Bytes.wrap(value), i + 1));
    }
    return entries;
  }

  /** The formula of the class's documentation, block by block of AES, counting by hand. */
  private static Bytes stretched(String namespace, String key, String value, long version)
      throws GeneralSecurityException {
    byte[] entry =
        ByteBuffer.allocate(16 + namespace.length() + key.length() + value.length())
            .putInt(namespace.length())
            .putInt(key.length())
            .putLong(version)
            .put((namespace + key + value).getBytes(StandardCharsets.UTF_8))
            .array();
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(entry);
    byte[] first = stream("CMesh digest sum", new BigInteger(1, hash, 0, 16));
    byte[] second = stream("CMesh sum digest", new BigInteger(1, hash, 16, 16));
    for (int i = 0; i < first.length; i++) {
      first[i] ^= second[i];
    }
    return Bytes.wrap(first);
  }

  private static byte[] stream(String key, BigInteger start) throws GeneralSecurityException {
    Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
    aes.init(
        Cipher.ENCRYPT_MODE, new SecretKeySpec(key.getBytes(StandardCharsets.US_ASCII), "AES"));
    ByteBuffer out = ByteBuffer.allocate(StateDigest.STATE_BYTES);
    BigInteger counter = start;
    while (out.hasRemaining()) {
      out.put(aes.doFinal(block(counter)));
      counter = counter.add(BigInteger.ONE);
    }
    return out.array();
  }

  private static byte[] block(BigInteger counter) {
    byte[] wide = counter.toByteArray();
    byte[] block = new byte[16];
    int length = Math.min(16, wide.length);
    System.arraycopy(wide, wide.length - length, block, 16 - length, length);
    return block;
  }
}
