package io.cmesh.client;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import java.util.Arrays;

/** The node answered, but not with a 2xx; its code, message and hint are the node's. */
public final class RefusedException extends MeshException {
  private static final long serialVersionUID = 1L;

  private final transient Answer answer;

  /** Of an answer that is no 2xx. */
  public RefusedException(Answer answer) {
    super(
        closest(answer.status()),
        answer.error().text("code").orElse("CMESH-CLI-009"),
        answer.error().text("message").orElse("the node answered " + answer.status()),
        answer.error().text("hint").orElse(""));
    this.answer = answer;
  }

  /** The whole answer. */
  public Answer answer() {
    return answer;
  }

  // A proxy between may answer with a status that CMTP does not have.
  private static Status closest(int code) {
    return Arrays.stream(Status.values())
        .filter(status -> status.code() == code)
        .findFirst()
        .orElse(code < 500 ? Status.BAD_REQUEST : Status.INTERNAL);
  }
}
