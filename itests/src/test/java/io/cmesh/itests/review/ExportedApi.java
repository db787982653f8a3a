package io.cmesh.itests.review;

import aQute.bnd.differ.DiffPluginImpl;
import aQute.bnd.osgi.Analyzer;
import aQute.bnd.osgi.Jar;
import aQute.bnd.service.diff.Tree;
import aQute.bnd.service.diff.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What a bundle exports, as text: one block a package, its version first. */
final class ExportedApi {
  private ExportedApi() {}

  /** The blocks of a built bundle by package; empty where it exports nothing. */
  static Map<String, String> of(Path bundle) throws Exception {
    Path built = bundle.resolve("target/classes");
    Map<String, String> blocks = new TreeMap<>();
    if (!Files.exists(built.resolve("META-INF/MANIFEST.MF"))) {
      return blocks;
    }
    try (Jar jar = new Jar(built.toFile());
        Analyzer analyzer = new Analyzer(jar)) {
      Tree tree = new DiffPluginImpl().tree(analyzer);
      for (Tree child : tree.getChildren()) {
        if (child.getType() == Type.API) {
          addPackages(child, blocks);
        }
      }
    }
    return blocks;
  }

  private static void addPackages(Tree api, Map<String, String> blocks) {
    for (Tree child : api.getChildren()) {
      // Rewrapped libraries have versions of their own.
      if (child.getName().startsWith("io.cmesh.")) {
        StringBuilder text = new StringBuilder();
        write(child, 0, text);
        blocks.put(child.getName(), text.toString());
      }
    }
  }

  private static void write(Tree tree, int depth, StringBuilder text) {
    text.append("  ".repeat(depth))
        .append(tree.getType().toString().toLowerCase(java.util.Locale.ROOT))
        .append(' ')
        .append(tree.getName())
        .append('\n');
    for (Tree child : tree.getChildren()) {
      write(child, depth + 1, text);
    }
  }

  /** The blocks of a file that {@link #text} made. */
  static Map<String, String> parse(String text) {
    Map<String, String> blocks = new TreeMap<>();
    for (String block : text.split("(?m)^(?=package )")) {
      if (block.startsWith("package ")) {
        blocks.put(block.lines().findFirst().orElseThrow().substring(8), block);
      }
    }
    return blocks;
  }

  /** The file of these blocks. */
  static String text(Map<String, String> blocks) {
    return "# What this bundle exports. Recorded by: ./mvnw -B verify -Dapi.record\n"
        + String.join("", blocks.values());
  }

  /** The version that a block names. */
  static String version(String block) {
    return block
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("version "))
        .findFirst()
        .orElse("version 0.0.0");
  }
}
