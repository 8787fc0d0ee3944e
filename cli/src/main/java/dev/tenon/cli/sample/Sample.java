package dev.tenon.cli.sample;

/**
 * A program that shows one thing, and that {@code tenon sample NAME} runs.
 *
 * @param name what a user types
 * @param description what it shows, in one line
 * @param program runs it
 */
public record Sample(String name, String description, Program program) {
  /** The main method of a program. */
  @FunctionalInterface
  public interface Program {
    /** Runs the program. */
    void run(String[] args) throws Exception;
  }
}
