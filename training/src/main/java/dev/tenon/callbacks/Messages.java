package dev.tenon.callbacks;

/** What callbacks tell the user: news on the standard output, warnings on the other one. */
final class Messages {
  private Messages() {}

  static void say(String line) {
    System.out.println(line);
  }

  static void warn(String callback, String sentence) {
    System.err.println("warning: " + callback + ": " + sentence);
  }
}
