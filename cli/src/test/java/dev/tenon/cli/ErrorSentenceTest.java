package dev.tenon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.cli.output.ErrorSentence;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of errors of the JVM itself. */
final class ErrorSentenceTest {

  static Stream<Arguments> errors() {
    return Stream.of(
        Arguments.of(new OutOfMemoryError("Java heap space"), "-Xmx8g"),
        Arguments.of(new OutOfMemoryError("GC overhead limit exceeded"), "-Xmx8g"),
        Arguments.of(new OutOfMemoryError("Cannot reserve 9 bytes of direct buffer"), "Direct"),
        Arguments.of(new OutOfMemoryError("Physical memory usage is too high"), "maxPhysicalBytes"),
        Arguments.of(new OutOfMemoryError("unable to create native thread"), "ulimit -u"),
        Arguments.of(new OutOfMemoryError("Requested array size exceeds VM limit"), "fewer"),
        Arguments.of(new StackOverflowError(), "-Xss64m"),
        Arguments.of(new UnsatisfiedLinkError("no jnitensorflow\nin path"), "no jnitensorflow)"),
        Arguments.of(new UnsupportedClassVersionError("X is of version 99"), "newer Java"),
        Arguments.of(new NoClassDefFoundError("org/x/Y"), "NoClassDefFoundError: org/x/Y"),
        Arguments.of(new NoSuchMethodError("org.x.Y.z()"), "mixes versions"),
        Arguments.of(new ExceptionInInitializerError(new UnsatisfiedLinkError("libx")), "libx"));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void oneSentenceSaysWhatToDo(Error error, String part) {
    StringWriter err = new StringWriter();
    assertThat(new Main().explain(error, new PrintWriter(err))).isEqualTo(2);
    assertThat(err.toString().strip().lines()).hasSize(1);
    assertThat(err.toString()).startsWith("tenon: ").contains(part).doesNotContain("\tat ");
    Throwable wrapped = new IllegalThreadStateException();
    wrapped.initCause(new RuntimeException(error));
    assertThat(ErrorSentence.behind(wrapped)).isSameAs(error);
  }
}
