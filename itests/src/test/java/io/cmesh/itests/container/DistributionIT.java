package io.cmesh.itests.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cmesh.api.node.Admin;
import io.cmesh.api.node.Configuration;
import io.cmesh.api.node.Dispatcher;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.apache.karaf.features.FeaturesService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/** The real distribution, seen from inside. */
@ExtendWith(InContainer.class)
public class DistributionIT {
  private static final int OFFSET = 23_100;

  /** The container's, when everything is started. */
  private static final int LAST_LEVEL = 100;

  public static Option[] configuration() {
    return Distribution.started(OFFSET, Path.of("target/exam-home-17"));
  }

  @Test
  void theNodeProvesItselfAndOpensItsDoors(Dispatcher dispatcher, Admin admin) {
    assertNotNull(dispatcher);
    assertTrue(admin.status().did().startsWith("did:key:"));
  }

  @Test
  void itAnswersOverHttp(Dispatcher dispatcher, Configuration configuration, BundleContext context)
      throws Exception {
    awaitStarted(context);
    HttpResponse<String> ready = get(configuration, "/readyz");
    assertEquals(200, ready.statusCode(), ready.body());
    HttpResponse<String> refused = get(configuration, "/mesh/0xI:whoami");
    assertEquals(401, refused.statusCode(), refused.body());
    assertTrue(refused.headers().firstValue("WWW-Authenticate").orElse("").startsWith("CMTP"));
  }

  @Test
  void installingAndRemovingAProviderRestartsNoOtherBundle(
      FeaturesService features, Dispatcher dispatcher, Admin admin, BundleContext context)
      throws Exception {
    awaitStarted(context);
    await(
        () -> features.isInstalled(features.getFeature("cmesh")), "the node's feature is adopted");
    Map<Long, String> before = starts(context);
    features.installFeature("cmesh-state-memory");
    assertTrue(
        admin.providers().stream()
            .anyMatch(
                provider ->
                    provider.descriptor().role().text().equals("state")
                        && provider.descriptor().name().equals("memory")),
        "state/memory can be had");
    features.uninstallFeature("cmesh-state-memory");
    Map<Long, String> after = starts(context);
    after.keySet().retainAll(before.keySet());
    assertEquals(before, after);
  }

  /** The node is ready before its doors are: the container goes on to start what lies above it. */
  private static void awaitStarted(BundleContext context) throws Exception {
    FrameworkStartLevel levels =
        context.getBundle(Constants.SYSTEM_BUNDLE_ID).adapt(FrameworkStartLevel.class);
    await(() -> levels.getStartLevel() >= LAST_LEVEL, "the container has started");
  }

  private static void await(Callable<Boolean> condition, String what) throws Exception {
    long end = System.nanoTime() + 60_000_000_000L;
    while (!condition.call()) {
      assertTrue(System.nanoTime() < end, what);
      LockSupport.parkNanos(10_000_000);
    }
  }

  /** Every bundle with the time and state it was last changed to. */
  private static Map<Long, String> starts(BundleContext context) {
    Map<Long, String> starts = new TreeMap<>();
    for (Bundle bundle : context.getBundles()) {
      starts.put(
          bundle.getBundleId(),
          bundle.getSymbolicName() + " " + bundle.getState() + " " + bundle.getLastModified());
    }
    return starts;
  }

  private static HttpResponse<String> get(Configuration configuration, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + configuration.port(6470) + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
