package io.cmesh.itests.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.ops4j.pax.exam.ExamSystem;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.TestAddress;
import org.ops4j.pax.exam.TestContainer;
import org.ops4j.pax.exam.TestProbeBuilder;
import org.ops4j.pax.exam.spi.PaxExamRuntime;

/**
 * Lets Jupiter drive Pax Exam: starts the container that the test class' {@code static Option[]
 * configuration()} describes, and runs each of its {@code @Test} methods inside.
 */
final class InContainer
    implements ExecutionCondition,
        BeforeAllCallback,
        AfterAllCallback,
        ParameterResolver,
        InvocationInterceptor {
  private final Map<String, TestAddress> tests = new HashMap<>();
  private ExamSystem system;
  private TestContainer container;

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return onNewestJdk(context) && Jdks.newer().isEmpty()
        ? ConditionEvaluationResult.disabled("no JDK newer than this one is installed")
        : ConditionEvaluationResult.enabled("");
  }

  private static boolean onNewestJdk(ExtensionContext context) {
    return context.getRequiredTestClass().isAnnotationPresent(OnNewestJdk.class);
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    Class<?> type = context.getRequiredTestClass();
    Method configuration = type.getMethod("configuration");
    system = PaxExamRuntime.createTestSystem((Option[]) configuration.invoke(null));
    TestProbeBuilder probe = system.createProbe();
    for (Class<?> each = type; each != Object.class; each = each.getSuperclass()) {
      for (Method method : each.getDeclaredMethods()) {
        if (method.isAnnotationPresent(Test.class)) {
          tests.put(method.getName(), probe.addTest(type, method.getName()));
        }
      }
    }
    container = PaxExamRuntime.createContainer(system);
    start(onNewestJdk(context));
    container.installProbe(probe.build().getStream());
  }

  // Pax Exam takes the JDK that java.home names, and has no option for another.
  private void start(boolean onNewestJdk) {
    String own = System.getProperty("java.home");
    Jdks.newer()
        .filter(jdk -> onNewestJdk)
        .ifPresent(jdk -> System.setProperty("java.home", jdk.home().toString()));
    try {
      container.start();
    } finally {
      System.setProperty("java.home", own);
    }
  }

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context) {
    invocation.skip();
    container.call(tests.get(method.getExecutable().getName()));
  }

  // The real ones are handed over inside the container.
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return true;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return null;
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    if (container != null) {
      container.stop();
    }
    if (system != null) {
      system.clear();
    }
  }

  /** The bundle that runs the tests inside, made from this module's class file. */
  static Path invokerBundle() {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", "io.cmesh.itests.invoker");
    main.putValue("Bundle-Version", "0.1.0");
    main.putValue("Bundle-Activator", InvokerActivator.class.getName());
    main.putValue("Import-Package", "org.osgi.framework,org.osgi.util.tracker,org.ops4j.pax.exam");
    String entry = InvokerActivator.class.getName().replace('.', '/') + ".class";
    try {
      Path jar = Files.createTempFile("cmesh-invoker", ".jar");
      try (OutputStream out = Files.newOutputStream(jar);
          JarOutputStream bundle = new JarOutputStream(out, manifest);
          InputStream type = InContainer.class.getClassLoader().getResourceAsStream(entry)) {
        bundle.putNextEntry(new JarEntry(entry));
        Objects.requireNonNull(type, entry).transferTo(bundle);
      }
      return jar;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
