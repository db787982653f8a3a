package org.example.cmesh.state.mvstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.state.StateBatch;
import io.cmesh.api.state.StateDigest;
import io.cmesh.api.state.StateStore;
import io.cmesh.api.state.StateWrite;
import io.cmesh.runtime.JdkDisk;
import io.cmesh.tck.support.FaultyDisk;
import io.cmesh.tck.support.TestOpening;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is this provider's own, beside what its role asks for. */
class StoreTest {
  private static final int MIB = 1 << 20;

  private final FaultyDisk disk = new FaultyDisk(new JdkDisk());
  private final Random random = new Random(1);
  @TempDir Path dir;
  private TestOpening opening;

  @BeforeEach
  void prepare() {
    opening = TestOpening.in(dir).disk(disk);
  }

  @AfterEach
  void end() {
    opening.close();
  }

  private Instance<StateStore> open() {
    return new StateFactory("0.1.0").open(opening.opening());
  }

  @Test
  void aFullDiskRefusesWritesAndGoesOnReadingAndWithRoomWritesAgain() {
    try (Instance<StateStore> instance = open()) {
      StateStore store = instance.service();
      store.commit(batch(1, "a", 10));
      disk.fillAfter(MIB);

      assertThatThrownBy(store::flush)
          .isInstanceOfSatisfying(
              MeshException.class,
              e -> assertThat(e.status()).isEqualTo(Status.INSUFFICIENT_STORAGE));
      assertThat(instance.health().grade()).isEqualTo(Health.Grade.DEGRADED);
      assertThat(store.get("data", Bytes.utf8("a"))).isNotNull();
      disk.makeRoom();

      store.flush();
      assertThat(store.durableIndex()).isEqualTo(1);
      assertThat(instance.health()).isEqualTo(Health.OK);
    }
  }

  @Test
  void aDigestOfAnotherReckoningIsReckonedAnew() {
    Bytes digest;
    try (Instance<StateStore> instance = open()) {
      instance.service().commit(batch(1, "a", 10));
      digest = instance.service().digest();
    }
    try (MVStore file = MVStore.open(dir.resolve("state.mv").toString())) {
      MVMap<String, byte[]> meta =
          file.openMap("meta", new MVMap.Builder<String, byte[]>().valueType(BytesType.INSTANCE));
      meta.put("digest-of-a-probe", new byte[32]);
      meta.put("head", new Head(1, 1, new StateDigest().state()).encode());
      file.commit();
    }

    try (Instance<StateStore> instance = open()) {
      assertThat(instance.service().index()).isEqualTo(1);
      assertThat(instance.service().digest()).isEqualTo(digest);
    }
  }

  @Test
  void aDamagedFileIsRefusedWithAWayOut() throws IOException {
    byte[] noise = new byte[MIB];
    random.nextBytes(noise);
    Files.write(dir.resolve("state.mv"), noise);

    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            MeshException.class,
            e -> {
              assertThat(e.code()).isEqualTo("MVSTORE-003");
              assertThat(e.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("backup"));
            });
  }

  @Test
  void aFileOfAnotherFormatIsRefused() {
    try (MVStore other = MVStore.open(dir.resolve("state.mv").toString())) {
      other.setStoreVersion(99);
      other.openMap("any").put(1, 1);
      other.commit();
    }

    assertThatThrownBy(this::open)
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("has format 99 (expected: 1)");
  }

  private StateBatch batch(long index, String key, int bytes) {
    byte[] value = new byte[bytes];
    random.nextBytes(value);
    return new StateBatch(
        index, List.of(new StateWrite("data", Bytes.utf8(key), Bytes.wrap(value), index)));
  }
}
