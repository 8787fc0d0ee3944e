package dev.tenon.cli.option;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The values of an enum as they are typed, for the completion of a shell. */
public class LowerCase implements Iterable<String> {
  private final List<String> names;

  /** Creates the names of an enum's constants. */
  protected LowerCase(Enum<?>... constants) {
    names = Stream.of(constants).map(each -> each.name().toLowerCase(Locale.ROOT)).toList();
  }

  @Override
  public final Iterator<String> iterator() {
    return names.iterator();
  }
}
