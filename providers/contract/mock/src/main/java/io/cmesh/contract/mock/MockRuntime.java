package io.cmesh.contract.mock;

import io.cmesh.api.Bytes;
import io.cmesh.api.contract.ContractCall;
import io.cmesh.api.contract.ContractHost;
import io.cmesh.api.contract.ContractResult;
import io.cmesh.api.contract.ContractRuntime;
import io.cmesh.api.fqmn.Values;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Instance;
import java.util.stream.Collectors;

/** Runs {@link MockContract}s. Keeps nothing. Thread-safe. */
final class MockRuntime implements ContractRuntime, Instance<ContractRuntime> {
  @Override
  public Bytes check(Bytes code) {
    MockContract contract = MockContract.of(code);
    String functions =
        contract.functions().stream().map(Values::quote).collect(Collectors.joining(","));
    return Bytes.utf8(
        "{\"runtime\":\"mock\",\"contract\":"
            + Values.quote(contract.code())
            + ",\"functions\":["
            + functions
            + "]}");
  }

  @Override
  public ContractResult execute(ContractCall call, ContractHost host) {
    Meter meter = new Meter(host, call.gasLimit());
    meter.burn(1);
    Bytes payload = MockContract.of(call.code()).call(call, meter);
    return new ContractResult(payload, meter.used());
  }

  /** The same: it is the host that refuses writes. */
  @Override
  public ContractResult query(ContractCall call, ContractHost host) {
    return execute(call, host);
  }

  @Override
  public ContractRuntime service() {
    return this;
  }

  @Override
  public Health health() {
    return Health.OK;
  }

  /** Nothing is held. */
  @Override
  public void close() {}
}
