package dev.tenon.cli.train;

import dev.tenon.Model;
import dev.tenon.callbacks.History;
import dev.tenon.cli.input.ModelLabels;
import dev.tenon.cli.output.Target;
import dev.tenon.cli.output.TextFiles;
import dev.tenon.zoo.ConfusionMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a fine-tuning writes.
 *
 * @param model the network
 * @param labels the names of its classes
 * @param curves loss and accuracy of each epoch
 * @param confusion what is taken for what
 */
public record TrainedFiles(Path model, Path labels, Path curves, Path confusion) {
  /**
   * Names the files.
   *
   * @throws IOException where nothing can be written there
   * @throws IllegalArgumentException where the suffix is none of a model
   */
  public static TrainedFiles of(Path model) throws IOException {
    if (Target.isStandard(model)) {
      throw new IllegalArgumentException(
          "files are put beside the model, which standard output cannot take: name a file");
    }
    TextFiles.suffix(model, "keras", "h5", "onnx");
    Path folder = model.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new NoSuchFileException(
          String.valueOf(folder), null, "the folder to write to is missing");
    }
    if (!Files.isWritable(folder) || Files.isDirectory(model)) {
      throw new IOException(model + ": cannot be written there");
    }
    return new TrainedFiles(
        model,
        ModelLabels.beside(model),
        model.resolveSibling(model.getFileName() + ".curves.png"),
        model.resolveSibling(model.getFileName() + ".confusion.png"));
  }

  /** Writes the model first: it is what took the time. Returns what a reader should know of it. */
  public List<String> write(Model tuned, List<String> classNames, History history)
      throws IOException {
    List<String> notes = write(tuned, classNames);
    try {
      history.plot(curves);
    } catch (IOException e) {
      throw TextFiles.named(curves, e);
    }
    return notes;
  }

  /** Writes the model and the names of its classes: all that its use needs. */
  public List<String> write(Model tuned, List<String> classNames) throws IOException {
    List<String> notes;
    try {
      notes = tuned.save(model).notes();
    } catch (IOException e) {
      throw TextFiles.named(model, e);
    }
    if (classNames.isEmpty()) {
      // Those of an earlier classifier of this name would be read as the model's.
      Files.deleteIfExists(labels);
    } else {
      TextFiles.write(labels, String.join("\n", classNames) + "\n");
    }
    return notes;
  }

  public void write(ConfusionMatrix matrix) throws IOException {
    try {
      matrix.plot(confusion);
    } catch (IOException e) {
      throw TextFiles.named(confusion, e);
    }
  }

  public List<Path> names() {
    return List.of(model, labels, curves, confusion);
  }
}
