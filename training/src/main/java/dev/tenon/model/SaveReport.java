package dev.tenon.model;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * What a save wrote, and what a reader should know of it.
 *
 * @param target the file or folder
 * @param notes sentences, such as classes that Python needs; often empty
 */
public record SaveReport(Path target, List<String> notes) implements Iterable<String> {
  public SaveReport {
    notes = List.copyOf(notes);
  }

  @Override
  public Iterator<String> iterator() {
    return notes.iterator();
  }

  @Override
  public String toString() {
    return notes.isEmpty() ? target + " written" : target + " written: " + String.join(" ", notes);
  }
}
