package dev.tenon.callbacks;

import dev.tenon.error.PlainText;

/** What callbacks tell the user: news on the standard output, warnings on the other one. */
final class Messages {
  private Messages() {}

  static void say(String line) {
    System.out.println(PlainText.lines(line));
  }

  static void warn(String callback, String sentence) {
    System.err.println(PlainText.lines("warning: " + callback + ": " + sentence));
  }
}
