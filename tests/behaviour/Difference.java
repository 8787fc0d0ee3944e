import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Compares two folders of records; prints each line that differs and is not allowed to. */
final class Difference {
  /** Differences that are printed of one record. */
  private static final int SHOWN = 6;

  private record Allowed(Pattern record, Pattern line, String reason) {
    boolean takes(String name, String text) {
      return record.matcher(name).find() && line.matcher(text).find();
    }
  }

  /** A part of lines that is left out on both sides: the rest must be equal. */
  private record LeftOut(Pattern record, Pattern part, String reason) {}

  private static final String LEFT_OUT = "without ";

  private final List<Allowed> allowed;
  private final List<LeftOut> leftOut;
  private final Map<String, Integer> used = new LinkedHashMap<>();
  private int differences;

  private Difference(List<Allowed> allowed, List<LeftOut> leftOut) {
    this.allowed = allowed;
    this.leftOut = leftOut;
  }

  /**
   * @param args the two folders, and the list of what may differ
   */
  public static void main(String[] args) throws IOException {
    List<Allowed> allowed = new ArrayList<>();
    List<LeftOut> leftOut = new ArrayList<>();
    for (String row : Files.readAllLines(Path.of(args[2])).stream().skip(1).toList()) {
      String[] cells = row.split("\t", 3);
      Pattern record = Pattern.compile(cells[0]);
      if (cells[1].startsWith(LEFT_OUT)) {
        Pattern part = Pattern.compile(cells[1].substring(LEFT_OUT.length()));
        leftOut.add(new LeftOut(record, part, cells[2]));
      } else {
        allowed.add(new Allowed(record, Pattern.compile(cells[1]), cells[2]));
      }
    }
    Difference difference = new Difference(allowed, leftOut);
    int records = difference.compare(Path.of(args[0]), Path.of(args[1]));
    difference.used.forEach(
        (reason, count) -> System.out.println(count + " lines differ as told: " + reason));
    System.out.println(records + " records, " + difference.differences + " lines differ");
    System.exit(difference.differences == 0 && records > 0 ? 0 : 1);
  }

  private int compare(Path before, Path after) throws IOException {
    Set<String> names = new TreeSet<>(records(before));
    names.addAll(records(after));
    for (String name : names) {
      List<String> old = lines(before.resolve(name));
      List<String> now = lines(after.resolve(name));
      compare(name, minus(old, now), minus(now, old));
    }
    return names.size();
  }

  private static List<String> records(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".txt"))
          .map(file -> folder.relativize(file).toString())
          .toList();
    }
  }

  /** Returns the lines of a record, each behind the command that it belongs to. */
  private static List<String> lines(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    if (!Files.exists(file)) {
      return lines;
    }
    String command = "";
    for (String line : Files.readAllLines(file)) {
      command = line.startsWith("== ") ? line : command;
      lines.add(command + " | " + line);
    }
    return lines;
  }

  private void compare(String name, List<String> gone, List<String> come) {
    List<String> before = stripped(name, gone);
    List<String> after = stripped(name, come);
    int shown = 0;
    for (String line : minus(before, after)) {
      shown += differs(name, "- ", line, shown);
    }
    shown = 0;
    for (String line : minus(after, before)) {
      shown += differs(name, "+ ", line, shown);
    }
  }

  private List<String> stripped(String name, List<String> lines) {
    List<String> stripped = new ArrayList<>(lines);
    for (LeftOut each : leftOut) {
      if (each.record().matcher(name).find()) {
        stripped.replaceAll(
            line -> {
              String rest = each.part().matcher(line).replaceAll("");
              if (!rest.equals(line)) {
                used.merge(each.reason(), 1, Integer::sum);
              }
              return rest;
            });
      }
    }
    return stripped;
  }

  private int differs(String name, String sign, String line, int shown) {
    for (Allowed each : allowed) {
      if (each.takes(name, line)) {
        used.merge(each.reason(), 1, Integer::sum);
        return 0;
      }
    }
    differences++;
    if (shown < SHOWN) {
      System.out.println(name + "\n  " + sign + line);
    }
    return 1;
  }

  private static List<String> minus(List<String> lines, List<String> others) {
    List<String> left = new ArrayList<>(lines);
    Map<String, Integer> counts = new LinkedHashMap<>();
    others.forEach(line -> counts.merge(line, 1, Integer::sum));
    left.removeIf(line -> counts.merge(line, -1, Integer::sum) >= 0);
    return left;
  }
}
