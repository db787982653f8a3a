package io.cmesh.kernel.handlers.contracts;

import io.cmesh.api.Bytes;
import io.cmesh.api.state.View;
import java.util.Arrays;
import java.util.Locale;

/**
 * How contract addresses lie in state. Addresses are in lower case; {@code 0x1} is not {@code
 * 0x001}.
 *
 * <ul>
 *   <li>{@link #VALUES}: address, a zero byte, key → JSON text. Where no code is deployed.
 *   <li>{@link #STORAGE}: address, a zero byte, the contract's key → bytes. Where code is.
 *   <li>{@link #CODE_HASHES}: address → SHA-256 of the code, the label.
 *   <li>{@link #CODE}: SHA-256 → the code.
 * </ul>
 */
public final class ContractState {
  /** Values at addresses without code. */
  public static final String VALUES = "values";

  /** Storage of contracts. */
  public static final String STORAGE = "storage";

  /** Which code is deployed at an address. */
  public static final String CODE_HASHES = "code.hashes";

  /** Code by its hash. */
  public static final String CODE = "code";

  private ContractState() {}

  /** Whether code is deployed at an address. */
  public static boolean hasCode(String address, View view) {
    return view.get(CODE_HASHES, address(address)) != null;
  }

  /** The key of an address. */
  public static Bytes address(String address) {
    return Bytes.utf8(address.toLowerCase(Locale.ROOT));
  }

  /** The key of a value or a storage entry at an address. */
  public static Bytes at(String address, Bytes key) {
    byte[] prefix = prefix(address).unsafeArray();
    byte[] joined = Arrays.copyOf(prefix, prefix.length + key.size());
    System.arraycopy(key.unsafeArray(), 0, joined, prefix.length, key.size());
    return Bytes.wrap(joined);
  }

  /** What every key at an address begins with. */
  public static Bytes prefix(String address) {
    byte[] text = address(address).unsafeArray();
    return Bytes.wrap(Arrays.copyOf(text, text.length + 1));
  }

  /** The first key after all of an address: the end of a scan. */
  public static Bytes end(String address) {
    byte[] end = prefix(address).toArray();
    end[end.length - 1] = 1;
    return Bytes.wrap(end);
  }
}
