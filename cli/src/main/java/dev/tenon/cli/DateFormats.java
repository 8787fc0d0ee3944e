package dev.tenon.cli;

import com.fasterxml.jackson.databind.util.StdDateFormat;

/**
 * Initialises Jackson's formats of dates on a thread of their own.
 *
 * <p>No file of a model has a date, but a mapper cannot be had without them, and the calendars and
 * languages of the JDK that they ask for take a tenth of a start. Nothing that they initialise
 * waits for another class of Tenon or Jackson, so that the threads cannot block each other.
 */
final class DateFormats extends Thread {
  private DateFormats() {
    super("tenon-date-formats");
    setDaemon(true);
  }

  /** Begins, and does not wait. */
  static void initialize() {
    new DateFormats().start();
  }

  @Override
  public void run() {
    StdDateFormat unused = StdDateFormat.instance;
  }
}
