package io.cmesh.api.error;

import io.cmesh.api.message.Status;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A refusal or failure that a caller can act on: a {@link Status}, a stable code such as {@code
 * CMESH-RTR-004} (listed in {@code docs/reference/errors.md}), what was wrong with which value and
 * what was expected, and the way out.
 */
public class MeshException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Status status;
  private final String code;
  private final @Nullable String hint;
  private final @Nullable Duration retryAfter;

  private MeshException(Builder b) {
    super(b.message, b.cause);
    this.status = b.status;
    this.code = b.code;
    this.hint = b.hint;
    this.retryAfter = b.retryAfter;
  }

  /** Without a hint. */
  public MeshException(Status status, String code, String message) {
    this(of(status, code, message));
  }

  /** With the way out. */
  public MeshException(Status status, String code, String message, String hint) {
    this(of(status, code, message).hint(hint));
  }

  /** Begins an exception with more than its three mandatory parts. */
  public static Builder of(Status status, String code, String message) {
    return new Builder(status, code, message);
  }

  /** The status the request is answered with. */
  public Status status() {
    return status;
  }

  /** The stable code. */
  public String code() {
    return code;
  }

  /** What to do next, in one sentence. */
  public Optional<String> hint() {
    return Optional.ofNullable(hint);
  }

  /** When a retry makes sense: with 429 and 503. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** The message text; never null here. */
  public String text() {
    String message = getMessage();
    return message == null ? code : message;
  }

  /** Gathers the optional parts. Not thread-safe. */
  public static final class Builder {
    private final Status status;
    private final String code;
    private final String message;
    private @Nullable String hint;
    private @Nullable Duration retryAfter;
    private @Nullable Throwable cause;

    private Builder(Status status, String code, String message) {
      this.status = status;
      this.code = code;
      this.message = message;
    }

    /** The way out. */
    public Builder hint(String text) {
      this.hint = text;
      return this;
    }

    /** When to try again. */
    public Builder retryAfter(Duration delay) {
      this.retryAfter = delay;
      return this;
    }

    /** What brought it about. */
    public Builder cause(Throwable throwable) {
      this.cause = throwable;
      return this;
    }

    /** The exception. */
    public MeshException build() {
      return new MeshException(this);
    }
  }
}
