package io.cmesh.tck.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.proof.ProofVerifier;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.provider.Role;
import io.cmesh.tck.ProviderKit;
import io.cmesh.tck.support.TestOpening;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every provider of the proof role must do; the sentences are the specification.
 *
 * <p>A provider's test extends this class, and brings its factory and proofs made elsewhere.
 */
@DisplayName("The proof role")
public abstract class ProofKit extends ProviderKit<ProofVerifier> {
  private TestOpening opening;
  private Instance<ProofVerifier> instance;
  private ProofVerifier verifier;

  /** Of the proof role. */
  protected ProofKit() {
    super(Role.PROOF);
  }

  /** A proof and what it proves. */
  public record Sample(String system, Bytes verificationKey, List<Bytes> inputs, Bytes proof) {
    /** Keeps an unmodifiable copy. */
    public Sample {
      inputs = List.copyOf(inputs);
    }
  }

  @Override
  protected abstract ProviderFactory<ProofVerifier> factory();

  /** True ones: one or more of each system. */
  protected abstract List<Sample> proofs();

  /** Well-formed ones that prove nothing: other inputs, or a proof of something else. */
  protected abstract List<Sample> wrongProofs();

  @BeforeEach
  void open(@TempDir Path dir) {
    opening = TestOpening.in(dir);
    settings().forEach(opening::set);
    instance = factory().open(opening.opening());
    verifier = instance.service();
  }

  @AfterEach
  void close() {
    instance.close();
    opening.close();
  }

  @Test
  @DisplayName("names the systems it knows, each once")
  void systemsAreNamed() {
    assertThat(verifier.systems()).isNotEmpty().doesNotHaveDuplicates();
    assertThat(verifier.systems()).allMatch(each -> each.matches("[a-z0-9-]+/[a-z0-9-]+"));
    assertThat(proofs()).extracting(Sample::system).containsAll(verifier.systems());
  }

  @Test
  @DisplayName("accepts a proof that proves")
  void aTrueProofIsAccepted() {
    assertThat(proofs()).allSatisfy(each -> assertThat(verify(each)).isTrue());
  }

  @Test
  @DisplayName("does not accept a proof of something else")
  void aWrongProofIsNotAccepted() {
    assertThat(wrongProofs()).isNotEmpty().allSatisfy(each -> assertThat(verify(each)).isFalse());
  }

  @Test
  @DisplayName("accepts no proof of which one byte is another")
  void anAlteredProofIsNotAccepted() {
    for (Sample each : proofs()) {
      for (int at : spread(each.proof().size())) {
        refusedOrFalse(with(each, altered(each.proof(), at)));
      }
    }
  }

  @Test
  @DisplayName("accepts no proof under a key of which one byte is another")
  void anotherKeyDoesNotAccept() {
    for (Sample each : proofs()) {
      for (int at : spread(each.verificationKey().size())) {
        Bytes key = altered(each.verificationKey(), at);
        refusedOrFalse(new Sample(each.system(), key, each.inputs(), each.proof()));
      }
    }
  }

  @Test
  @DisplayName("answers 400 to what is cut short, empty or of a system it does not know")
  void whatIsMalformedIsRefused() {
    for (Sample each : proofs()) {
      refused(with(each, Bytes.EMPTY));
      refused(with(each, each.proof().slice(0, each.proof().size() / 2)));
      refused(new Sample(each.system(), Bytes.EMPTY, each.inputs(), each.proof()));
      refused(new Sample("no/system", each.verificationKey(), each.inputs(), each.proof()));
    }
  }

  @Test
  @DisplayName("accepts no proof with an input too many")
  void anInputTooManyIsNotAccepted() {
    for (Sample each : proofs()) {
      List<Bytes> more = new ArrayList<>(each.inputs());
      more.add(Bytes.hex("01"));
      refusedOrFalse(new Sample(each.system(), each.verificationKey(), more, each.proof()));
    }
  }

  @Test
  @DisplayName("answers the same every time, from many threads at once")
  void answersAreTheSameSideBySide() {
    Sample right = proofs().get(0);
    Sample wrong = wrongProofs().get(0);

    List<CompletableFuture<Boolean>> answers =
        IntStream.range(0, 32)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> verify(i % 2 == 0 ? right : wrong)))
            .toList();

    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.get(i).join()).isEqualTo(i % 2 == 0);
    }
  }

  private boolean verify(Sample each) {
    return verifier.verify(each.system(), each.verificationKey(), each.inputs(), each.proof());
  }

  private void refused(Sample each) {
    MeshException e = catchThrowableOfType(MeshException.class, () -> verify(each));
    assertThat(e).as("%s", each).isNotNull();
    assertThat(e.status()).isEqualTo(Status.BAD_REQUEST);
  }

  private void refusedOrFalse(Sample each) {
    try {
      assertThat(verify(each)).as("%s", each).isFalse();
    } catch (MeshException e) {
      assertThat(e.status()).isEqualTo(Status.BAD_REQUEST);
    }
  }

  private static Sample with(Sample each, Bytes proof) {
    return new Sample(each.system(), each.verificationKey(), each.inputs(), proof);
  }

  /** At most 16 places, the first and the last among them. */
  private static List<Integer> spread(int size) {
    int count = Math.min(size, 16);
    return IntStream.range(0, count)
        .mapToObj(i -> count == 1 ? 0 : (int) ((long) i * (size - 1) / (count - 1)))
        .toList();
  }

  private static Bytes altered(Bytes bytes, int at) {
    byte[] copy = bytes.toArray();
    copy[at] ^= 1;
    return Bytes.wrap(copy);
  }
}
