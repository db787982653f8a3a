package io.cmesh.contract.mock;

import io.cmesh.api.Bytes;
import io.cmesh.api.contract.ContractCall;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.fqmn.Values;
import io.cmesh.api.message.Status;
import io.cmesh.api.state.Scan;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The built-in contracts. Their code is their name as text.
 *
 * <table>
 * <caption>Contracts and their functions</caption>
 * <tr><td>{@code mock:append}</td><td>{@code append:<JSON>} adds an item and answers how many there
 * are, raising {@code appended}; {@code count}; {@code read}: all items, an array</td></tr>
 * <tr><td>{@code mock:counter}</td><td>{@code add:[n]} (1 without arguments) answers the sum;
 * {@code value}</td></tr>
 * <tr><td>{@code mock:proxy}</td><td>{@code read:"<fqmn>"} answers what another address does</td></tr>
 * <tr><td>{@code mock:fail}</td><td>{@code fail} writes, then fails; {@code burn} uses all gas</td></tr>
 * </table>
 */
enum MockContract {
  APPEND("mock:append", "append", "count", "read") {
    @Override
    Bytes run(ContractCall call, Meter host) {
      return switch (call.function()) {
        case "append" -> append(call, host);
        case "count" -> json(number(host.get(COUNT)));
        default -> items(host);
      };
    }
  },
  COUNTER("mock:counter", "add", "value") {
    @Override
    Bytes run(ContractCall call, Meter host) {
      long sum = number(host.get(COUNT));
      if (call.function().equals("add")) {
        sum = Arguments.sum(sum, Arguments.number(call.arguments(), 1));
        host.put(COUNT, Bytes.ofLong(sum));
      }
      return json(sum);
    }
  },
  PROXY("mock:proxy", "read") {
    @Override
    Bytes run(ContractCall call, Meter host) {
      return host.read(Arguments.text(call.arguments()));
    }
  },
  FAIL("mock:fail", "fail", "burn") {
    @Override
    Bytes run(ContractCall call, Meter host) {
      if (call.function().equals("burn")) {
        host.burn(Long.MAX_VALUE);
      }
      host.put(COUNT, Bytes.ofLong(1));
      throw new MeshException(
          Status.BAD_REQUEST, "CMESH-CTR-104", "mock:fail fails, as it is meant to");
    }
  };

  private static final Bytes COUNT = Bytes.utf8("count");
  private static final Bytes ITEMS = Bytes.utf8("item/");
  private static final Bytes ITEMS_END = Bytes.utf8("item0");

  private final String code;
  private final List<String> functions;

  MockContract(String code, String... functions) {
    this.code = code;
    this.functions = List.of(functions);
  }

  /** The contract that {@code code} names; throws 400 for any other code. */
  static MockContract of(Bytes code) {
    String name = code.size() <= 64 ? code.utf8().strip() : "";
    for (MockContract contract : values()) {
      if (contract.code.equals(name)) {
        return contract;
      }
    }
    String known =
        Arrays.stream(values()).map(MockContract::code).collect(Collectors.joining(", "));
    throw new MeshException(
        Status.BAD_REQUEST,
        "CMESH-CTR-101",
        "code of " + code.size() + " bytes (expected one of: " + known + ")",
        "The mock runs built-in contracts alone; real code needs another provider of the role.");
  }

  String code() {
    return code;
  }

  List<String> functions() {
    return functions;
  }

  /** Calls a function; throws 404 where there is none of that name. */
  Bytes call(ContractCall call, Meter host) {
    if (!functions.contains(call.function())) {
      throw new MeshException(
          Status.NOT_FOUND,
          "CMESH-CTR-102",
          code + " has no function " + call.function() + " (expected one of: " + functions + ")");
    }
    return run(call, host);
  }

  abstract Bytes run(ContractCall call, Meter host);

  private static Bytes append(ContractCall call, Meter host) {
    long count = number(host.get(COUNT));
    String item = call.arguments();
    Bytes stored = Bytes.utf8(item == null ? "null" : Values.canonical(item));
    host.put(ITEMS.concat(Bytes.ofLong(count)), stored);
    host.put(COUNT, Bytes.ofLong(count + 1));
    host.emit("appended", stored);
    return json(count + 1);
  }

  private static Bytes items(Meter host) {
    StringBuilder items = new StringBuilder("[");
    try (Scan scan = host.scan(ITEMS, ITEMS_END)) {
      while (scan.hasNext()) {
        items.append(items.length() == 1 ? "" : ",").append(scan.next().value().utf8());
      }
    }
    return Bytes.utf8(items.append(']').toString());
  }

  private static long number(@Nullable Bytes stored) {
    return stored == null ? 0 : stored.longAt(0);
  }

  private static Bytes json(long number) {
    return Bytes.utf8(Long.toString(number));
  }
}
