package io.cmesh.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.client.internal.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrintingTest {
  @TempDir Path directory;

  @Test
  void yamlIsNestedByIndentation() throws IOException {
    assertThat(Yaml.write(Json.parse("{\"a\":{\"b\":[1,{\"c\":\"x\",\"d\":[]}]},\"e\":null}")))
        .isEqualTo("a:\n  b:\n    - 1\n    - c: x\n      d: []\ne: null\n");
  }

  @Test
  void whatYamlWouldReadOtherwiseIsQuoted() throws IOException {
    assertThat(
            Yaml.write(Json.parse("[\"no\",\"12\",\"a: b\",\"\",\"- x\",\"1;2\\n3\",\"plain\"]")))
        .isEqualTo("- \"no\"\n- \"12\"\n- \"a: b\"\n- \"\"\n- \"- x\"\n- \"1;2\\n3\"\n- plain\n");
  }

  @Test
  void numbersStayAsTheNodeWroteThem() throws IOException {
    String text = "[991.1204,9007199254740993,12345678901234567890,0.10]";

    assertThat(Json.write(Json.parse(text))).isEqualTo(text);
  }

  @Test
  void aTablesColumnsAreAsWideAsNeeded() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    new Table("A", "B").row("long", 1).row("x", "").print(new PrintStream(out));

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("A     B\nlong  1\nx\n");
  }

  @Test
  void theCompletionsAreScriptsThatBashCanRead() throws Exception {
    CliRun cli = new CliRun(directory);
    Path script = Files.writeString(directory.resolve("c"), cli.run("completion", "bash").out());

    Process bash = new ProcessBuilder("bash", "-n", script.toString()).inheritIO().start();

    assertThat(bash.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(bash.exitValue()).isZero();
    assertThat(Files.readString(script)).contains("register");
  }

  @Test
  void theCompletionForFishKnowsNounsVerbsAndOptions() {
    assertThat(new CliRun(directory).run("completion", "fish").out())
        .contains("-a call -d")
        .contains("__fish_seen_subcommand_from name' -a register")
        .contains("-l home -r");
  }
}
