package io.cmesh.client.cli;

import io.cmesh.client.internal.Json;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Prints a value in the format asked for. */
final class Printer {
  private final PrintStream out;
  private final Format format;

  Printer(PrintStream out, Format format) {
    this.out = out;
    this.format = format;
  }

  /** Prints {@code value} as JSON or YAML, or lets {@code table} print it for people. */
  void print(@Nullable Object value, Runnable table) {
    switch (format) {
      case JSON -> out.println(Json.pretty(value));
      case YAML -> out.print(Yaml.write(value));
      case TABLE -> table.run();
    }
    out.flush();
  }

  /** Prints one of many values that come one by one: JSON on one line. */
  void item(Object value, String line) {
    switch (format) {
      case JSON -> out.println(Json.write(value));
      case YAML -> out.print("---\n" + Yaml.write(value));
      case TABLE -> out.println(line);
    }
    out.flush();
  }
}
