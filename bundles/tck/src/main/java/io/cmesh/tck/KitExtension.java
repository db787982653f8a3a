package io.cmesh.tck;

import io.cmesh.api.provider.Descriptor;
import java.lang.reflect.Method;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestWatcher;

/** Leaves out what a provider does not claim, and writes down what became of each sentence. */
final class KitExtension implements ExecutionCondition, TestWatcher, AfterAllCallback {
  private static final Namespace NAMESPACE = Namespace.create(KitExtension.class);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (!isSentence(context)) {
      return ConditionEvaluationResult.enabled("no sentence of a kit");
    }
    Descriptor descriptor = kit(context).descriptor();
    record(context).describe(descriptor);
    for (Level level : Level.values()) {
      if (context.getTags().contains(level.tag()) && !level.isClaimedBy(descriptor)) {
        return ConditionEvaluationResult.disabled(
            descriptor.name() + " does not claim the level " + level.tag());
      }
    }
    return ConditionEvaluationResult.enabled("claimed");
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    note(context, Outcome.MET);
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    note(context, Outcome.notMet(cause));
  }

  @Override
  public void testAborted(ExtensionContext context, Throwable cause) {
    String message = cause.getMessage();
    String prefix = "Assumption failed: ";
    String reason = message == null ? cause.toString() : message;
    note(
        context,
        Outcome.notApplicable(
            reason.startsWith(prefix) ? reason.substring(prefix.length()) : reason));
  }

  @Override
  public void testDisabled(ExtensionContext context, Optional<String> reason) {
    note(context, Outcome.notApplicable(reason.orElse("disabled")));
  }

  private static void note(ExtensionContext context, Outcome outcome) {
    if (isSentence(context)) {
      Class<?> group = context.getRequiredTestClass();
      String key = Sentence.key(top(context), group, context.getRequiredTestMethod());
      record(context).note(key, outcome);
    }
  }

  /** Comes for each group, too; the test itself is the last. */
  @Override
  public void afterAll(ExtensionContext context) {
    if (context.getRequiredTestClass() == top(context)) {
      record(context).report().ifPresent(ReportFiles::write);
    }
  }

  private static boolean isSentence(ExtensionContext context) {
    return context
        .getTestMethod()
        .map(Method::getDeclaringClass)
        .filter(Sentence::isOfAKit)
        .isPresent();
  }

  private static ProviderKit<?> kit(ExtensionContext context) {
    return context.getRequiredTestInstances().findInstance(ProviderKit.class).orElseThrow();
  }

  private static KitRecord record(ExtensionContext context) {
    Class<?> top = top(context);
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(top, KitRecord::new, KitRecord.class);
  }

  /** The provider's test, in which groups are nested. */
  private static Class<?> top(ExtensionContext context) {
    Class<?> test = context.getRequiredTestClass();
    for (Optional<ExtensionContext> at = context.getParent();
        at.flatMap(ExtensionContext::getTestClass).isPresent();
        at = at.get().getParent()) {
      test = at.get().getRequiredTestClass();
    }
    return test;
  }
}
