package io.cmesh.kernel.handlers.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Command;
import io.cmesh.api.command.EventEffect;
import io.cmesh.api.command.Mutation;
import io.cmesh.api.command.Principal;
import io.cmesh.api.contract.ContractCall;
import io.cmesh.api.contract.ContractHost;
import io.cmesh.api.contract.ContractResult;
import io.cmesh.api.contract.ContractRuntime;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.state.Scan;
import io.cmesh.kernel.support.Commands;
import io.cmesh.kernel.support.FakeStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a contract sees and does, with a runtime that the test is. */
class ContractCallsTest {
  private static final Bytes HASH = Bytes.wrap(new byte[32]);
  private static final Principal NODE = Principal.node("did:key:zNode");

  private final FakeStore store = new FakeStore();
  private BiFunction<ContractCall, ContractHost, Bytes> code = (call, host) -> Bytes.EMPTY;

  private final ContractRuntime runtime =
      new ContractRuntime() {
        @Override
        public Bytes check(Bytes bytes) {
          return Bytes.utf8("{}");
        }

        @Override
        public ContractResult execute(ContractCall call, ContractHost host) {
          return new ContractResult(code.apply(call, host), 1);
        }

        @Override
        public ContractResult query(ContractCall call, ContractHost host) {
          return new ContractResult(code.apply(call, host), 1);
        }
      };
  private final Execution execution = new Execution(() -> runtime);

  @BeforeEach
  void deploy() {
    store.put(ContractState.CODE, HASH, Bytes.utf8("code"));
    store.put(
        ContractState.CODE_HASHES, ContractState.address("0xAB"), HASH.concat(Bytes.utf8("label")));
  }

  private Bytes query(String fqmn) {
    return execution.query(Fqmn.parse(fqmn), NODE, 5, store);
  }

  private static Command command() {
    Command put = Commands.put("a", "1");
    return new Command(put.type(), NODE, put.at(), put.seed(), put.id(), put.body());
  }

  @Test
  void aTransactionsWritesAndEventsAreItsEffects() {
    code =
        (call, host) -> {
          host.put(Bytes.utf8("n"), Bytes.utf8("2"));
          host.delete(Bytes.utf8("gone"));
          assertThat(host.get(Bytes.utf8("n"))).isEqualTo(Bytes.utf8("2"));
          assertThat(host.get(Bytes.utf8("gone"))).isNull();
          host.emit("raised", Bytes.utf8("3"));
          return call.code();
        };

    var effects = execution.execute(command(), Fqmn.parse("0xSW:0xab:f:1"), store);

    assertThat(effects.payload().utf8()).isEqualTo("code");
    assertThat(effects.mutations())
        .containsExactlyInAnyOrder(
            Mutation.put(
                ContractState.STORAGE, ContractState.at("0xab", Bytes.utf8("n")), Bytes.utf8("2")),
            Mutation.delete(ContractState.STORAGE, ContractState.at("0xab", Bytes.utf8("gone"))));
    assertThat(effects.events()).extracting(EventEffect::payload).containsExactly(Bytes.utf8("3"));
  }

  @Test
  void aQueryReadsAndMayNotWrite() {
    store.put(ContractState.STORAGE, ContractState.at("0xab", Bytes.utf8("n")), Bytes.utf8("7"));
    code = (call, host) -> host.get(Bytes.utf8("n"));
    assertThat(query("0xS:0xab:f").utf8()).isEqualTo("7");

    code =
        (call, host) -> {
          host.put(Bytes.utf8("n"), Bytes.EMPTY);
          return Bytes.EMPTY;
        };
    assertThatThrownBy(() -> query("0xS:0xab:f"))
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("a query may not write");
  }

  @Test
  void aScanSeesItsOwnStorageAloneAndKeysWithoutTheAddress() {
    for (String address : List.of("0xaa", "0xab", "0xac")) {
      for (String key : List.of("a", "b", "c")) {
        store.put(
            ContractState.STORAGE, ContractState.at(address, Bytes.utf8(key)), Bytes.utf8(address));
      }
    }
    List<String> seen = new ArrayList<>();
    code =
        (call, host) -> {
          for (Bytes end : new Bytes[] {null, Bytes.utf8("c")}) {
            try (Scan scan = host.scan(Bytes.utf8("b"), end)) {
              scan.forEachRemaining(e -> seen.add(e.key().utf8() + "=" + e.value().utf8()));
            }
          }
          return Bytes.EMPTY;
        };

    query("0xS:0xab:f");

    assertThat(seen).containsExactly("b=0xab", "c=0xab", "b=0xab");
  }

  @Test
  void aContractReadsPlainValuesElsewhere() {
    store.put(ContractState.VALUES, ContractState.at("0x001", Bytes.utf8("k")), Bytes.utf8("5"));
    code = (call, host) -> host.read("0xS:0x001:k");
    assertThat(query("0xS:0xab:f").utf8()).isEqualTo("5");

    refusedRead("0xS:0x001:none", "nothing there");
    refusedRead("0xS:0x001", "column 10");
    refusedRead("0xSW:0x001:k:1", "expected: 0xS:<address>:<key>");
  }

  private void refusedRead(String fqmn, String message) {
    code = (call, host) -> host.read(fqmn);
    assertThatThrownBy(() -> query("0xS:0xab:f")).hasMessageContaining(message);
  }

  @Test
  void aFunctionWhereNoCodeIsIsNotFound() {
    assertThatThrownBy(() -> query("0xS:0x002:f")).hasMessageContaining("no such function");
  }

  @Test
  void codeThatIsMissingIsDamageAndHalts() {
    store.put(ContractState.CODE, HASH, null);

    assertThatThrownBy(() -> query("0xS:0xab:f")).isInstanceOf(IllegalStateException.class);
  }
}
