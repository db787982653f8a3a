package io.cmesh.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpAnswersTest {
  private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

  @Test
  void answersThatComeTogetherAreToldApart() throws IOException {
    assertThat(read(HELLO + "HTTP/1.1 404 Not Found\r\ncontent-length:3\r\n\r\nno!" + HELLO))
        .containsExactly("200 hello", "404 no!", "200 hello");
  }

  @Test
  void anAnswerThatComesByteByByteIsWaitedFor() throws IOException {
    HttpAnswers answers = new HttpAnswers();
    byte[] bytes = HELLO.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < bytes.length; i++) {
      assertThat(answers.next()).isFalse();
      answers.read(channel(new byte[] {bytes[i]}));
    }

    assertThat(answers.next()).isTrue();
    assertThat(answers.status()).isEqualTo(200);
  }

  @Test
  void chunksArePutTogether() throws IOException {
    String chunked =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n";

    assertThat(read(chunked + HELLO)).containsExactly("200 hello", "200 hello");
  }

  @Test
  void anAnswerWithoutBodyIsWhole() throws IOException {
    assertThat(read("HTTP/1.1 204 No Content\r\n\r\n" + HELLO))
        .containsExactly("204 ", "200 hello");
  }

  @Test
  void whatGoesBeforeAnAnswerIsPassedOver() throws IOException {
    assertThat(read("HTTP/1.1 100 Continue\r\n\r\n" + HELLO)).containsExactly("200 hello");
  }

  @Test
  void whatSpeaksAnotherProtocolIsNamed() {
    assertThatThrownBy(() -> read("SSH-2.0-OpenSSH_9.6\r\n\r\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("HTTP/1.1");
  }

  @Test
  void aLengthThatIsNoneIsRefused() {
    assertThatThrownBy(() -> read("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("99999999999");
  }

  @Test
  void aHeadWithoutEndIsGivenUp() {
    assertThatThrownBy(() -> read("HTTP/1.1 200 OK\r\nX: " + "x".repeat(80_000)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("head");
  }

  @Test
  void aClosedConnectionIsAnError() {
    assertThatThrownBy(() -> new HttpAnswers().read(channel(new byte[0])))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("closed");
  }

  @FuzzTest
  void whateverComesIsCutOrRefused(byte[] input) {
    try {
      for (String answer : read(new String(input, StandardCharsets.ISO_8859_1))) {
        assertThat(answer.length()).isLessThanOrEqualTo(input.length + 4);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageMatching("(?s).+");
    }
  }

  private static List<String> read(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    ReadableByteChannel channel = channel(bytes);
    HttpAnswers answers = new HttpAnswers();
    List<String> found = new ArrayList<>();
    for (int left = bytes.length; left > 0; left -= 8192) {
      answers.read(channel);
      while (answers.next()) {
        found.add(answers.status() + " " + new String(answers.body(), StandardCharsets.ISO_8859_1));
      }
    }
    return found;
  }

  private static ReadableByteChannel channel(byte[] bytes) {
    return Channels.newChannel(new ByteArrayInputStream(bytes));
  }
}
