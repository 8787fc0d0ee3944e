package dev.tenon.model;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * The result of a save: the written file, and notes for the reader of it.
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
