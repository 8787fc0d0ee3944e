package dev.tenon.cli.option;

import dev.tenon.cli.input.ImageFileFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/**
 * The older spelling of a model as an option. It is the first word now; where the option is given,
 * that word is the first of the others.
 */
public final class ModelOption {
  @Option(names = "--model", hidden = true, converter = InputFile.OrName.class)
  private @Nullable String model;

  /** Returns the model, of the option or else of the first word. */
  public String model(String first) {
    return model == null ? first : model;
  }

  /** Returns the words that are not the model. */
  public <T> List<T> others(String first, List<T> rest, Function<String, T> converter) {
    if (model == null) {
      return rest;
    }
    List<T> all = new ArrayList<>();
    all.add(converter.apply(first));
    all.addAll(rest);
    return all;
  }

  /** Returns what says that a word is missing behind the model. */
  public CommandLine.ParameterException missing(@Nullable CommandSpec spec, String label) {
    return new CommandLine.ParameterException(
        Objects.requireNonNull(spec).commandLine(), "Missing required parameter: '" + label + "'");
  }

  /**
   * Refuses an image in the place of the model.
   *
   * @throws IllegalArgumentException that shows the order of both
   */
  public static void refuseImage(String model, Path data) {
    Path file = Path.of(model);
    if (ImageFileFinder.isImage(file) && Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "'"
              + model
              + "' is an image in the place of the model: name the model first, as in '"
              + data
              + " "
              + model
              + "'");
    }
  }
}
