package io.cmesh.contract.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Principal;
import io.cmesh.api.contract.ContractCall;
import io.cmesh.api.contract.ContractRuntime;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.tck.contract.ContractRuntimeKit;
import io.cmesh.tck.contract.MapHost;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MockContractTest extends ContractRuntimeKit {
  private static final Bytes APPEND = Bytes.utf8("mock:append\n");

  private final MapHost host = new MapHost();

  @Override
  protected ProviderFactory<ContractRuntime> factory() {
    return new MockContractFactory("0.1.0");
  }

  @Override
  protected Sample writing() {
    return new Sample(APPEND, "append", "[\"Dexter\"]");
  }

  @Override
  protected Sample reading() {
    return new Sample(APPEND, "read", null);
  }

  @Override
  protected Sample failing() {
    return new Sample(Bytes.utf8("mock:fail"), "fail", null);
  }

  @Override
  protected List<Bytes> badCode() {
    return List.of(
        Bytes.EMPTY,
        Bytes.utf8("mock:nothing"),
        Bytes.utf8("x".repeat(100)),
        Bytes.hex("0061736d"));
  }

  @Test
  void appendsAreCountedAndReadInOrder() {
    assertThat(call("mock:append", "append", "\"a\"")).isEqualTo("1");
    assertThat(call("mock:append", "append", "{\"b\":1}")).isEqualTo("2");
    assertThat(call("mock:append", "append", null)).isEqualTo("3");
    assertThat(call("mock:append", "count", null)).isEqualTo("3");
    assertThat(call("mock:append", "read", null)).isEqualTo("[\"a\",{\"b\":1},null]");
    assertThat(host.events())
        .containsExactly("appended \"a\"", "appended {\"b\":1}", "appended null");
  }

  @Test
  void nothingAppendedIsAnEmptyList() {
    assertThat(call("mock:append", "read", null)).isEqualTo("[]");
    assertThat(call("mock:append", "count", null)).isEqualTo("0");
  }

  @Test
  void theCounterAdds() {
    assertThat(call("mock:counter", "add", null)).isEqualTo("1");
    assertThat(call("mock:counter", "add", "[ 41 ]")).isEqualTo("42");
    assertThat(call("mock:counter", "add", "-2")).isEqualTo("40");
    assertThat(call("mock:counter", "value", null)).isEqualTo("40");
  }

  @Test
  void theCounterTakesWholeNumbersAlone() {
    for (String bad : List.of("[]", "[1,2]", "\"x\"", "1.5", "-", "[1234567890123456]")) {
      assertThatThrownBy(() -> call("mock:counter", "add", bad))
          .isInstanceOf(MeshException.class)
          .hasMessageContaining("whole number");
    }
  }

  @Test
  void aSumThatDoesNotFitIsRefused() {
    assertThat(Arguments.sum(Long.MAX_VALUE, -1)).isEqualTo(Long.MAX_VALUE - 1);
    assertThatThrownBy(() -> Arguments.sum(Long.MAX_VALUE, 1)).isInstanceOf(MeshException.class);
    assertThatThrownBy(() -> Arguments.sum(Long.MIN_VALUE, -1)).isInstanceOf(MeshException.class);
  }

  @Test
  void theProxyAsksItsHost() {
    assertThatThrownBy(() -> call("mock:proxy", "read", "\"0xS:0x002:k\""))
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("0xS:0x002:k");
    for (String bad : List.of("1", "\"\"", "\"a\\u0041\"", "[\"a\",\"b\"]")) {
      assertThatThrownBy(() -> call("mock:proxy", "read", bad))
          .isInstanceOf(MeshException.class)
          .hasMessageContaining("without escapes");
    }
    assertThatThrownBy(() -> call("mock:proxy", "read", null)).isInstanceOf(MeshException.class);
  }

  @Test
  void burningUsesAllGas() {
    assertThatThrownBy(() -> call("mock:fail", "burn", null))
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("out of gas");
  }

  private String call(String code, String function, @Nullable String arguments) {
    ContractCall call =
        new ContractCall(
            Bytes.utf8(code),
            Bytes.EMPTY,
            "0x001",
            function,
            arguments,
            Principal.identity("did:key:zAlice", "s1"),
            0,
            1_000_000);
    return new MockRuntime().execute(call, host).payload().utf8();
  }
}
