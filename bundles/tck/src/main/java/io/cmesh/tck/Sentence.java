package io.cmesh.tck;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/**
 * One sentence of a role's specification.
 *
 * @param key which test it is: group and method
 * @param text as read after "the provider": {@code reads nothing from an empty store}
 * @param levels those that need it
 */
record Sentence(String key, String text, Set<Level> levels) {
  private static final String KITS = "io.cmesh.tck.";

  /** All that a test inherits from its kit, groups and sentences in alphabetical order. */
  static List<Sentence> of(Class<?> test) {
    List<Sentence> found = new ArrayList<>();
    addMethods(test, test, found);
    for (Class<?> c = test; c != null; c = c.getSuperclass()) {
      for (Class<?> group : isOfAKit(c) ? c.getDeclaredClasses() : new Class<?>[0]) {
        if (group.isAnnotationPresent(Nested.class)) {
          addMethods(test, group, found);
        }
      }
    }
    found.sort(Comparator.comparing(Sentence::text));
    return found;
  }

  private static void addMethods(Class<?> test, Class<?> group, List<Sentence> found) {
    AnnotationSupport.findAnnotatedMethods(group, Test.class, HierarchyTraversalMode.TOP_DOWN)
        .stream()
        .filter(method -> isOfAKit(method.getDeclaringClass()))
        .forEach(method -> found.add(sentence(test, group, method)));
  }

  private static Sentence sentence(Class<?> test, Class<?> group, Method method) {
    String text = displayName(method, method.getName());
    Set<Level> levels = new TreeSet<>();
    addLevels(group, levels);
    addLevels(method, levels);
    if (levels.isEmpty()) {
      levels.add(Level.BASIC);
    }
    return new Sentence(
        key(test, group, method),
        group == test ? text : displayName(group, group.getSimpleName()) + " " + text,
        levels);
  }

  private static void addLevels(AnnotatedElement element, Set<Level> levels) {
    if (AnnotationSupport.isAnnotated(element, Durable.class)) {
      levels.add(Level.DURABLE);
    }
    if (AnnotationSupport.isAnnotated(element, HandsOver.class)) {
      levels.add(Level.HAND_OVER);
    }
  }

  private static String displayName(AnnotatedElement element, String otherwise) {
    DisplayName name = element.getAnnotation(DisplayName.class);
    return name == null ? otherwise : name.value();
  }

  /** Which sentence a test method is that JUnit runs. */
  static String key(Class<?> test, Class<?> group, Method method) {
    return (group == test ? "" : group.getSimpleName() + ".") + method.getName();
  }

  /** Whether it comes with a kit, and is not the provider's own. */
  static boolean isOfAKit(Class<?> type) {
    return type.getName().startsWith(KITS);
  }
}
