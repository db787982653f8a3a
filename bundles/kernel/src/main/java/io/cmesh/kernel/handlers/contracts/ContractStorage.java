package io.cmesh.kernel.handlers.contracts;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.EventEffect;
import io.cmesh.api.command.Mutation;
import io.cmesh.api.contract.ContractHost;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.events.Subjects;
import io.cmesh.api.fqmn.Channels;
import io.cmesh.api.message.Status;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateWrite;
import io.cmesh.api.state.Versioned;
import io.cmesh.api.state.View;
import io.cmesh.kernel.order.Overlay;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a running contract sees: its own storage over a view, with its writes kept apart until the
 * call has ended well.
 */
public final class ContractStorage implements ContractHost {
  private final String address;
  private final Overlay state;
  private final boolean readOnly;
  private final Function<String, Bytes> reader;
  private final List<EventEffect> events = new ArrayList<>();

  private ContractStorage(
      String address, View view, boolean readOnly, Function<String, Bytes> reader) {
    this.address = address;
    this.state = new Overlay(view);
    this.readOnly = readOnly;
    this.reader = reader;
  }

  /** For a transaction. */
  public static ContractStorage writable(
      String address, View view, Function<String, Bytes> reader) {
    return new ContractStorage(address, view, false, reader);
  }

  /** For a query. */
  public static ContractStorage readOnly(
      String address, View view, Function<String, Bytes> reader) {
    return new ContractStorage(address, view, true, reader);
  }

  @Override
  public @Nullable Bytes get(Bytes key) {
    Versioned value = state.get(ContractState.STORAGE, ContractState.at(address, key));
    return value == null ? null : value.value();
  }

  @Override
  public void put(Bytes key, Bytes value) {
    requireWritable();
    state.write(ContractState.STORAGE, ContractState.at(address, key), value);
  }

  @Override
  public void delete(Bytes key) {
    requireWritable();
    state.write(ContractState.STORAGE, ContractState.at(address, key), null);
  }

  @Override
  public Scan scan(Bytes from, @Nullable Bytes to) {
    Bytes end = to == null ? ContractState.end(address) : ContractState.at(address, to);
    return new Relative(
        state.scan(ContractState.STORAGE, ContractState.at(address, from), end),
        ContractState.prefix(address).size());
  }

  @Override
  public void emit(String name, Bytes payload) {
    requireWritable();
    events.add(new EventEffect(Subjects.check(Channels.ofKey(address, name)), payload));
  }

  @Override
  public Bytes read(String fqmn) {
    return reader.apply(fqmn);
  }

  private void requireWritable() {
    if (readOnly) {
      throw new MeshException(
          Status.BAD_REQUEST,
          "CMESH-CTR-010",
          address + ": a query may not write",
          "Call the function with 0xSW, as a transaction.");
    }
  }

  /** What was written, to be committed. */
  public List<Mutation> mutations() {
    List<Mutation> mutations = new ArrayList<>();
    for (StateWrite write : state.writes()) {
      mutations.add(new Mutation(write.namespace(), write.key(), write.value()));
    }
    return mutations;
  }

  /** What was raised. */
  public List<EventEffect> events() {
    return List.copyOf(events);
  }
}
