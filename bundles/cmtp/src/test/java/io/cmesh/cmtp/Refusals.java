package io.cmesh.cmtp;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts refusals: status 400, the code, and words of the message. */
final class Refusals {
  private Refusals() {}

  static AbstractThrowableAssert<?, MeshException> refusal(ThrowingCallable call, String code) {
    MeshException e = catchThrowableOfType(MeshException.class, call);
    Assertions.assertThat(e).as("refused").isNotNull();
    Assertions.assertThat(e.code()).as(e.text()).isEqualTo(code);
    Assertions.assertThat(e.status()).isEqualTo(Status.BAD_REQUEST);
    Assertions.assertThat(e.hint()).isPresent();
    return Assertions.assertThat(e);
  }

  static Bytes hex(String hex) {
    return Bytes.hex(hex.replace(" ", ""));
  }
}
