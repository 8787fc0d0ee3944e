package dev.tenon.callbacks;

import dev.tenon.internal.console.Terminal;
import dev.tenon.internal.text.PlainText;

/** What callbacks tell the user: news on the standard output, warnings on the other one. */
final class Messages {
  private Messages() {}

  static void say(String line) {
    Terminal.print(PlainText.lines(line) + System.lineSeparator());
  }

  static void warn(String callback, String sentence) {
    System.err.println(PlainText.lines("warning: " + callback + ": " + sentence));
  }
}
