package io.cmesh.itests.soak;

import io.cmesh.client.Answer;
import io.cmesh.client.Doc;
import io.cmesh.client.MeshClient;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Asks for one swap after the other, of roles and to providers chosen at random. */
final class Swapper {
  private final MeshClient operator;
  private final SoakPlan plan;
  private final Findings findings;
  private final Random random;
  private final Map<String, TreeSet<String>> providers = new TreeMap<>();

  Swapper(MeshClient operator, SoakPlan plan, Findings findings) {
    this.operator = operator;
    this.plan = plan;
    this.findings = findings;
    this.random = new Random(plan.seed());
    Doc all = operator.get("/admin/providers");
    for (Doc each : all.objects("providers")) {
      String role = each.require("role");
      String name = each.require("name");
      if ((plan.roles().isEmpty() || plan.roles().contains(role))
          && (plan.providers().isEmpty() || plan.providers().contains(name))) {
        providers.computeIfAbsent(role, r -> new TreeSet<>()).add(name);
      }
    }
    providers.values().removeIf(names -> names.size() < 2);
  }

  /** What is swapped: providers by role. */
  Map<String, TreeSet<String>> providers() {
    return providers;
  }

  /** One swap, and a pause. */
  void next() {
    List<String> roles = List.copyOf(providers.keySet());
    String role = roles.get(random.nextInt(roles.size()));
    TreeSet<String> others = new TreeSet<>(providers.get(role));
    others.remove(active(role));
    String provider = List.copyOf(others).get(random.nextInt(others.size()));
    findings.beside(role);
    Answer answer =
        operator.send("POST", "/admin/roles/" + role + "/swap", Doc.of("provider", provider));
    if (answer.status() == 200) {
      findings.swapped();
    } else {
      findings.fault("swap of " + role + " to " + provider + ": " + answer.message());
    }
    rest(); // the watch, or a part of it, belongs to the swap
    findings.beside(Findings.NONE);
    if (random.nextBoolean()) {
      rest();
    }
  }

  private String active(String role) {
    return operator.get("/admin/roles").objects("roles").stream()
        .filter(each -> each.require("role").equals(role))
        .flatMap(each -> each.text("provider").stream())
        .map(label -> label.split("/")[0])
        .findFirst()
        .orElse("none");
  }

  private void rest() {
    long millis = random.nextLong(plan.rest().toMillis() + 1);
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
