package io.cmesh.tck.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateSnapshot;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

abstract class RefusalRules extends StateRules {
  RefusalRules(StateStoreKit kit) {
    super(kit);
  }

  @Test
  @DisplayName("a key of no bytes or of more than 4,096")
  void aKeyMustFit() {
    assertThatThrownBy(() -> put(1, "", "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("key: 0 bytes");
    assertThatThrownBy(() -> put(1, "k".repeat(4097), "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("key: 4097 bytes");
  }

  @Test
  @DisplayName("a namespace that is empty, too long or has other characters than it may")
  void aNamespaceMustBeLegal() {
    for (String namespace : List.of("", "A", "a b", "a\0b", "ä", "a/b", "n".repeat(65))) {
      assertThatThrownBy(() -> commit(1, write(namespace, "k", "v", 1)))
          .as("namespace %s", namespace)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("namespace:");
      assertThatThrownBy(() -> store.get(namespace, key("k")))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> store.scan(namespace, Bytes.EMPTY, null))
          .isInstanceOf(IllegalArgumentException.class);
    }
    commit(1, write("n".repeat(64), "k", "v", 1), write("~._-09az", "k", "v", 1));
    assertThat(everything()).hasSize(2);
  }

  @Test
  @DisplayName("a version below 1")
  void aVersionMustBePositive() {
    assertThatThrownBy(() -> commit(1, write("data", "k", "v", 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version: 0");
  }

  @Test
  @DisplayName("calls after it was closed, and never crashes")
  void aClosedStoreRefusesCalls() {
    put(1, "a", "1");
    StateSnapshot snapshot = store.snapshot();
    Scan scan = store.scan("data", Bytes.EMPTY, null);
    Scan all = snapshot.all();

    instance().close();

    assertThatThrownBy(() -> store.get("data", key("a"))).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> put(2, "a", "2")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> store.snapshot()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> store.flush()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> store.scan("data", Bytes.EMPTY, null))
        .isInstanceOf(IllegalStateException.class);
    scan.close();
    all.close();
    snapshot.close();
    instance().close();
  }
}
