package ${package};

import io.cmesh.api.Bytes;
import io.cmesh.api.contract.ContractCall;
import io.cmesh.api.contract.ContractHost;
import io.cmesh.api.contract.ContractResult;
import io.cmesh.api.contract.ContractRuntime;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Instance;

/**
 * The smallest runtime: its code is the name of a program, {@code counter} or {@code broken}. A
 * counter has {@code add}, which counts one up, and {@code value}; a broken one has {@code fail}.
 * Every access to storage has a price in gas. Put your virtual machine in its place.
 *
 * <p>Keeps nothing between calls: thread-safe, and the same on every node.
 */
final class Programs implements ContractRuntime, Instance<ContractRuntime> {
  private static final Bytes COUNT = Bytes.utf8("count");
  private static final long CALL_GAS = 100;
  private static final long READ_GAS = 10;
  private static final long WRITE_GAS = 50;

  @Override
  public Bytes check(Bytes code) {
    String program = code.utf8();
    if (!program.equals("counter") && !program.equals("broken")) {
      throw refused(Status.BAD_REQUEST, "code: no program (expected: counter or broken)");
    }
    return Bytes.utf8("{\"program\":\"" + program + "\"}");
  }

  @Override
  public ContractResult execute(ContractCall call, ContractHost host) {
    return run(call, host);
  }

  /** The host refuses writes. */
  @Override
  public ContractResult query(ContractCall call, ContractHost host) {
    return run(call, host);
  }

  private ContractResult run(ContractCall call, ContractHost host) {
    check(call.code());
    return switch (call.code().utf8() + "." + call.function()) {
      case "counter.value" -> new ContractResult(count(host), paid(call, CALL_GAS + READ_GAS));
      case "counter.add" -> added(call, host);
      case "broken.fail" -> throw refused(Status.BAD_REQUEST, "the contract failed, as it does");
      default -> throw refused(Status.NOT_FOUND, call.function() + ": no such function");
    };
  }

  private static ContractResult added(ContractCall call, ContractHost host) {
    long gas = paid(call, CALL_GAS + READ_GAS + WRITE_GAS);
    Bytes next = Bytes.utf8(Long.toString(Math.addExact(Long.parseLong(count(host).utf8()), 1)));
    host.put(COUNT, next);
    host.emit("added", next);
    return new ContractResult(next, gas);
  }

  private static Bytes count(ContractHost host) {
    Bytes stored = host.get(COUNT);
    return stored == null ? Bytes.utf8("0") : stored;
  }

  /** Before anything is done: who runs out of gas has changed nothing. */
  private static long paid(ContractCall call, long gas) {
    if (gas > call.gasLimit()) {
      throw refused(
          Status.BAD_REQUEST,
          "out of gas: " + call.gasLimit() + " (expected: at least " + gas + ")");
    }
    return gas;
  }

  private static MeshException refused(Status status, String what) {
    return new MeshException(status, "${name.toUpperCase()}-001", what);
  }

  @Override
  public ContractRuntime service() {
    return this;
  }

  @Override
  public Health health() {
    return Health.OK;
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
