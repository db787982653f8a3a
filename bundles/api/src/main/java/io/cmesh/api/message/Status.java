package io.cmesh.api.message;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The statuses of CMTP, which are also its HTTP statuses. */
public enum Status {
  /** Answered. */
  OK(200),
  /** Made. */
  CREATED(201),
  /** Accepted, not yet committed: only where {@code Prefer: respond-async} was sent. */
  ACCEPTED(202),
  /** Malformed. */
  BAD_REQUEST(400),
  /** No valid session. */
  UNAUTHORIZED(401),
  /** Not permitted. */
  FORBIDDEN(403),
  /** Nothing there. */
  NOT_FOUND(404),
  /** A GET of a write. */
  METHOD_NOT_ALLOWED(405),
  /** Taken, stale, or an id used again for something else. */
  CONFLICT(409),
  /** Too long. */
  TOO_LARGE(413),
  /** Slow down; comes with a delay. */
  TOO_MANY_REQUESTS(429),
  /** The provider failed. */
  INTERNAL(500),
  /** Nobody for that role now; comes with a delay. */
  UNAVAILABLE(503),
  /** No answer in time: outcome unknown, retry with the same id. */
  TIMEOUT(504),
  /** No room left on the disk. */
  INSUFFICIENT_STORAGE(507);

  private static final Map<Integer, Status> BY_CODE =
      Arrays.stream(values()).collect(Collectors.toMap(Status::code, Function.identity()));

  private final int code;

  Status(int code) {
    this.code = code;
  }

  /** The number. */
  public int code() {
    return code;
  }

  /** Whether the request was answered: 2xx. */
  public boolean isSuccess() {
    return code < 300;
  }

  /** The status with this number; throws {@link IllegalArgumentException} where CMTP has none. */
  public static Status ofCode(int code) {
    Status status = BY_CODE.get(code);
    if (status == null) {
      throw new IllegalArgumentException(
          "status: " + code + " (expected one of CMTP's: " + BY_CODE.keySet() + ")");
    }
    return status;
  }
}
