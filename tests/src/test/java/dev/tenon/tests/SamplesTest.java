package dev.tenon.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.samples.SampleList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sample runs to its end, shortened, and is one that the command lists. */
final class SamplesTest {
  private static final String QUICK = "tenon.sample.quick";

  @BeforeAll
  static void shorten() {
    System.setProperty(QUICK, "true");
  }

  @AfterAll
  static void restore() {
    System.clearProperty(QUICK);
  }

  static Stream<String> names() {
    return new SampleList().all().stream().map(sample -> sample.name());
  }

  @ParameterizedTest
  @MethodSource("names")
  void runs(String name) {
    Ran ran = Ran.of("sample", name);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
  }

  @Test
  void theCommandListsThem() {
    String list = Ran.done("sample");
    names().forEach(name -> assertThat(list).contains(name + " "));
  }
}
