package io.cmesh.contract.mock;

import io.cmesh.api.Bytes;
import io.cmesh.api.contract.ContractHost;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateEntry;
import org.jspecify.annotations.Nullable;

/** A host whose every use costs gas: 100 a call, and 1 a byte read or written. One thread. */
final class Meter implements ContractHost {
  private static final long CALL = 100;

  private final ContractHost host;
  private final long limit;
  private long used;

  Meter(ContractHost host, long limit) {
    this.host = host;
    this.limit = limit;
  }

  long used() {
    return used;
  }

  /** Takes gas; throws once there is no more. */
  void burn(long gas) {
    if (gas > limit - used) {
      throw new MeshException(
          Status.BAD_REQUEST,
          "CMESH-CTR-103",
          "out of gas: " + limit + " are not enough",
          "Call with a higher limit.");
    }
    used += gas;
  }

  @Override
  public @Nullable Bytes get(Bytes key) {
    burn(CALL + key.size());
    Bytes value = host.get(key);
    burn(value == null ? 0 : value.size());
    return value;
  }

  @Override
  public void put(Bytes key, Bytes value) {
    burn(CALL + key.size() + value.size());
    host.put(key, value);
  }

  @Override
  public void delete(Bytes key) {
    burn(CALL + key.size());
    host.delete(key);
  }

  @Override
  public Scan scan(Bytes from, @Nullable Bytes to) {
    burn(CALL);
    Scan scan = host.scan(from, to);
    return new Scan() {
      @Override
      public boolean hasNext() {
        return scan.hasNext();
      }

      @Override
      public StateEntry next() {
        StateEntry entry = scan.next();
        burn(1 + entry.key().size() + entry.value().size());
        return entry;
      }

      @Override
      public void close() {
        scan.close();
      }
    };
  }

  @Override
  public void emit(String name, Bytes payload) {
    burn(CALL + name.length() + payload.size());
    host.emit(name, payload);
  }

  @Override
  public Bytes read(String fqmn) {
    burn(CALL + fqmn.length());
    Bytes answer = host.read(fqmn);
    burn(answer.size());
    return answer;
  }
}
