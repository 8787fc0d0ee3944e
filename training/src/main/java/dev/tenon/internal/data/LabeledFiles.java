package dev.tenon.internal.data;

import dev.tenon.random.NumpyRandom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The files of a folder with their labels, in Keras' order.
 *
 * @param classNames the classes; empty where there are no labels
 * @param labels the class of each file; zeros where there are no labels
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record LabeledFiles(List<String> classNames, List<Path> files, int[] labels) {
  /**
   * Lists the files of a folder.
   *
   * @param seed the seed of the shuffle before the split
   * @throws IllegalArgumentException if no file or another number of classes is found
   */
  public static LabeledFiles of(Path folder, FileSelection options, long seed) {
    try {
      return split(index(folder, options), options, seed);
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be listed: " + e.getMessage(), e);
    }
  }

  private static LabeledFiles index(Path folder, FileSelection options) throws IOException {
    List<Path> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    List<String> classes = List.of();
    List<Integer> given = options.labels();
    if (options.labelMode().equals("none")) {
      files.addAll(files(folder, options));
      files.forEach(file -> labels.add(0));
    } else if (given != null) {
      files.addAll(files(folder, options));
      if (given.size() != files.size()) {
        throw new IllegalArgumentException(
            "labels: expected one for each of the "
                + files.size()
                + " "
                + options.kind()
                + " in "
                + folder
                + ", received "
                + given.size());
      }
      labels.addAll(given);
      classes = given.stream().distinct().sorted().map(String::valueOf).toList();
      check(classes, folder, options);
    } else {
      classes = classes(folder, options);
      for (String name : classes) {
        List<Path> found = files(folder.resolve(name), options);
        files.addAll(found);
        int label = classes.indexOf(name);
        found.forEach(file -> labels.add(label));
      }
    }
    return new LabeledFiles(classes, files, labels.stream().mapToInt(Integer::intValue).toArray());
  }

  private static List<String> classes(Path folder, FileSelection options) throws IOException {
    List<String> found;
    try (Stream<Path> entries = Files.list(folder)) {
      found =
          entries
              .filter(Files::isDirectory)
              .map(path -> String.valueOf(path.getFileName()))
              .filter(name -> !name.startsWith("."))
              .sorted()
              .toList();
    }
    List<String> wanted = options.classNames();
    if (wanted != null && !new HashSet<>(found).containsAll(wanted)) {
      throw new IllegalArgumentException(
          "classNames: expected some of the sub-folders " + found + ", received " + wanted);
    }
    List<String> classes = wanted == null ? found : wanted;
    check(classes, folder, options);
    return classes;
  }

  private static void check(List<String> classes, Path folder, FileSelection options) {
    if (options.labelMode().equals("binary") && classes.size() != 2) {
      throw new IllegalArgumentException(
          "labelMode 'binary': expected two classes, " + folder + " has " + classes);
    }
  }

  /** Folder by folder, as Python's walk sorted by path; within each by name. */
  private static List<Path> files(Path folder, FileSelection options) throws IOException {
    FileVisitOption[] links =
        options.followLinks()
            ? new FileVisitOption[] {FileVisitOption.FOLLOW_LINKS}
            : new FileVisitOption[0];
    try (Stream<Path> entries = Files.walk(folder, links)) {
      return entries
          .filter(path -> isWanted(String.valueOf(path.getFileName()), options))
          .filter(Files::isRegularFile)
          .sorted(
              Comparator.comparing((Path path) -> String.valueOf(path.getParent()))
                  .thenComparing(path -> String.valueOf(path.getFileName())))
          .toList();
    }
  }

  private static boolean isWanted(String name, FileSelection options) {
    String lower = name.toLowerCase(Locale.ROOT);
    return options.endings().stream().anyMatch(lower::endsWith);
  }

  private static LabeledFiles split(LabeledFiles all, FileSelection options, long seed) {
    int count = all.files.size();
    int[] order =
        options.shuffle() ? new NumpyRandom(seed).permutation(count) : SampleOrder.plain(count);
    int held = (int) (options.validationSplit() * count);
    String subset = options.subset();
    int from = "validation".equals(subset) ? count - held : 0;
    int to = "training".equals(subset) ? count - held : count;
    int[] part = Arrays.copyOfRange(order, from, to);
    if (part.length == 0) {
      throw new IllegalArgumentException(
          "there are no "
              + options.kind()
              + (subset == null ? "" : " for the subset '" + subset + "'")
              + ": expected files that end in "
              + options.endings()
              + (options.labelMode().equals("none") ? "" : " in sub-folders, one for each class"));
    }
    return new LabeledFiles(
        all.classNames,
        Arrays.stream(part).mapToObj(all.files::get).toList(),
        Arrays.stream(part).map(i -> all.labels[i]).toArray());
  }
}
