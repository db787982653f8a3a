package io.cmesh.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

class HostCheckFuzzTest {
  private final HostCheck check = new HostCheck("127.0.0.1", Set.of("node.example"));

  @FuzzTest
  void whateverIsLetInIsOfThisMachine(byte[] input) throws UnknownHostException {
    String host = new String(input, StandardCharsets.UTF_8);
    HostCheck.sameOrigin(host, host);
    if (check.permitsHost(host)) {
      String name = host.replace("[", "").replace("]", "");
      boolean known =
          name.equalsIgnoreCase("localhost")
              || name.equalsIgnoreCase("node.example")
              || name.startsWith("127.");
      assertThat(known || InetAddress.getByName(name).isLoopbackAddress()).isTrue();
    }
  }
}
