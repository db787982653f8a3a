package io.cmesh.api.fqmn;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import org.jspecify.annotations.Nullable;

/** Reads FQMNs in one pass, without backtracking: each opcode says what its fields are. */
final class FqmnParser {
  private static final String OPCODE =
      "an opcode: 0xI, 0xR, 0xRW, 0xS, 0xSW, 0xE, 0xEW, 0xA, 0xC or 0xP";
  private static final String DID = "did:key:";

  private final Cursor c;

  /** Whether what is read is a name's target: it may lack a function, and never writes. */
  private boolean target;

  private FqmnParser(String text) {
    this.c = new Cursor(text);
  }

  /** Reads what can be called. */
  static Fqmn parse(String text) {
    return new FqmnParser(text).level(1);
  }

  /** Reads what a name can stand for. */
  static Fqmn parseTarget(String text) {
    FqmnParser parser = new FqmnParser(text);
    parser.target = true;
    return parser.level(1);
  }

  private Fqmn level(int level) {
    int start = c.pos();
    if (level > Fqmn.MAX_LEVELS) {
      throw c.expected("no further opcode: at most " + Fqmn.MAX_LEVELS + " levels");
    }
    Opcode opcode = opcode();
    if (target) {
      checkTarget(opcode, start);
    }
    c.expect(':', "':' behind the opcode");
    return switch (opcode) {
      case I -> iam(start, level);
      case R -> call(start, opcode, Fields.name(c, "a name"), null);
      case RW -> registration(start, level);
      case S, SW -> state(start, opcode);
      case E, EW -> events(start, opcode);
      case A -> assembly(start);
      case C -> consensus(start);
      case P -> proxy(start, level);
    };
  }

  private Opcode opcode() {
    c.expect('0', OPCODE);
    c.expect('x', OPCODE);
    char role = c.peek();
    boolean write = c.peekSecond() == 'W';
    Opcode opcode = of(role, false);
    if (opcode == null) {
      throw c.expected(OPCODE);
    }
    c.advance();
    if (!write) {
      return opcode;
    }
    Opcode writing = of(role, true);
    if (writing == null) {
      throw c.expected("':', since " + opcode.text() + " has no write form");
    }
    c.advance();
    return writing;
  }

  private static @Nullable Opcode of(char role, boolean write) {
    return switch (role) {
      case 'R' -> write ? Opcode.RW : Opcode.R;
      case 'S' -> write ? Opcode.SW : Opcode.S;
      case 'E' -> write ? Opcode.EW : Opcode.E;
      case 'I' -> write ? null : Opcode.I;
      case 'A' -> write ? null : Opcode.A;
      case 'C' -> write ? null : Opcode.C;
      case 'P' -> write ? null : Opcode.P;
      default -> null;
    };
  }

  private void checkTarget(Opcode opcode, int start) {
    if (opcode == Opcode.A) {
      throw new MeshException(
          Status.FORBIDDEN,
          "CMESH-FQMN-003",
          "target: 0xA is reserved for the node and cannot be given a name",
          "Name the contract: 0xS:<address>:<function>.");
    }
    boolean allowed =
        opcode == Opcode.S || opcode == Opcode.E || opcode == Opcode.R || opcode == Opcode.P;
    if (!allowed) {
      throw c.expectedAt(start, "a target: 0xS, 0xE, 0xR or 0xP");
    }
  }

  private Fqmn iam(int start, int level) {
    String action = Fields.word(c, "an action of IAM");
    if (!action.equals("can")) {
      c.expectEnd("the end: an action of IAM takes nothing");
      return fqmn(start, Opcode.I, action, null, null, null);
    }
    c.expect(':', "':' and the FQMN that is asked about");
    return fqmn(start, Opcode.I, action, null, null, level(level + 1));
  }

  private Fqmn proxy(int start, int level) {
    String node = Fields.node(c);
    c.expect(':', "':' and the FQMN that the node is asked");
    return fqmn(start, Opcode.P, node, null, null, level(level + 1));
  }

  private Fqmn consensus(int start) {
    String service = Fields.word(c, "a service of consensus");
    c.expect(':', "':' and an action");
    String action = Fields.action(c);
    c.expectEnd("the end: an action of consensus takes nothing");
    return fqmn(start, Opcode.C, service, action, null, null);
  }

  private Fqmn assembly(int start) {
    String version = Fields.version(c);
    c.expect(':', "':' and a contract");
    String contract = Fields.contract(c);
    if (c.atEnd()) {
      throw c.expected("':' and a function");
    }
    return call(start, Opcode.A, contract, version);
  }

  private Fqmn state(int start, Opcode opcode) {
    String contract = Fields.contract(c);
    boolean bare = target && c.atEnd();
    if (!bare && (c.atEnd() || Fields.argsFollow(c))) {
      throw c.expected("':' and a function or key");
    }
    return call(start, opcode, contract, null);
  }

  /** What all calls share: {@code [:function[:args]]}. */
  private Fqmn call(int start, Opcode opcode, String called, @Nullable String version) {
    String function = null;
    String argument = null;
    if (!c.atEnd() && !Fields.argsFollow(c)) {
      c.expect(':', "':' and a function, or the end");
      function = Fields.word(c, "a function or key");
    }
    if (!c.atEnd()) {
      c.expect(':', "':' and arguments, or the end");
      argument = opcode == Opcode.SW ? Fields.value(c, "a value") : Fields.args(c);
    }
    return new Fqmn(c.from(start), opcode, called, function, argument, null, null, null, version);
  }

  private Fqmn events(int start, Opcode opcode) {
    boolean publish = opcode == Opcode.EW;
    String channel = ChannelField.read(c, !publish);
    if (publish) {
      c.expect(':', "':' and a payload");
      return fqmn(start, opcode, channel, null, Fields.value(c, "a payload"), null);
    }
    if (!c.atEnd()) {
      int action = c.pos() + 1;
      Fqmn read = call(start, opcode, channel, null);
      String function = read.function();
      if (!"read".equals(function) && !"info".equals(function)) {
        throw c.expectedAt(action, "an action of events: read or info");
      }
      return read;
    }
    return fqmn(start, opcode, channel, null, null, null);
  }

  private Fqmn registration(int start, int level) {
    String name = Fields.name(c, "a name");
    c.expect(':', "':' and the target of the name");
    int end = c.end();
    int did = signatureAt(c.pos());
    String owner = null;
    String signature = null;
    if (did > 0) {
      int comma = c.text().lastIndexOf(',', end - 1);
      owner = c.text().substring(did + 1, comma);
      signature = c.text().substring(comma + 1, end);
      c.cut(did);
    }
    target = true;
    Fqmn inner = level(level + 1);
    c.cut(end);
    c.moveTo(end);
    return new Fqmn(c.from(start), Opcode.RW, name, null, null, inner, owner, signature, null);
  }

  /** Where a trailing {@code ,did:key:…,<base64url>} begins; -1 where there is none. */
  private int signatureAt(int from) {
    String text = c.text();
    int end = c.end();
    int comma = text.lastIndexOf(',', end - 1);
    if (comma < from || !Fields.isBase64Url(text, comma + 1, end)) {
      return -1;
    }
    int did = text.lastIndexOf(',', comma - 1);
    boolean found =
        did >= from
            && text.startsWith(DID, did + 1)
            && Fields.isAlphanumeric(text, did + 1 + DID.length(), comma);
    return found ? did : -1;
  }

  private Fqmn fqmn(
      int start,
      Opcode opcode,
      String called,
      @Nullable String function,
      @Nullable String argument,
      @Nullable Fqmn inner) {
    return new Fqmn(c.from(start), opcode, called, function, argument, inner, null, null, null);
  }
}
