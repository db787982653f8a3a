package io.cmesh.kernel.dispatch;

import io.cmesh.api.Bytes;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Sixteen random bytes for each message. Drawn a few kilobytes at a time, since a draw from a
 * secure generator costs about the same for many bytes as for few. Thread-safe.
 */
public final class Salts {
  private static final int SALT = 16;
  private static final int STOCK = 256 * SALT;

  private final RandomGenerator random;
  private final ThreadLocal<Stock> stocks = ThreadLocal.withInitial(Stock::new);

  private static final class Stock {
    private final byte[] bytes = new byte[STOCK];
    private int next = STOCK;
  }

  /** From {@code random}, which must be thread-safe and hard to guess. */
  public Salts(RandomGenerator random) {
    this.random = random;
  }

  Bytes next() {
    Stock stock = stocks.get();
    if (stock.next == STOCK) {
      random.nextBytes(stock.bytes);
      stock.next = 0;
    }
    byte[] salt = Arrays.copyOfRange(stock.bytes, stock.next, stock.next + SALT);
    stock.next += SALT;
    return Bytes.wrap(salt);
  }
}
