package dev.tenon.cli.train;

import dev.tenon.Model;
import dev.tenon.data.Dataset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Samples in two parts and a network that suits them.
 *
 * @param model the network, which is not compiled
 * @param training the samples to learn from
 * @param trainingSize how many there are
 * @param validation the samples that are held out; null for none
 * @param validationSize how many there are
 * @param classNames the names of the classes; empty for a regressor
 * @param notes what a reader should know of the samples
 */
public record TrainingPlan(
    Model model,
    Dataset training,
    int trainingSize,
    @Nullable Dataset validation,
    int validationSize,
    List<String> classNames,
    List<String> notes)
    implements AutoCloseable {
  public TrainingPlan {
    classNames = List.copyOf(classNames);
    notes = List.copyOf(notes);
  }

  /** Says whether the network names classes. */
  public boolean isClassifier() {
    return !classNames.isEmpty();
  }

  /** Returns what the network is measured on: what was held out, else all. */
  public Dataset measured() {
    return validation == null ? training : validation;
  }

  /** Returns the number of samples that the network is measured on. */
  public int measuredSize() {
    return validation == null ? trainingSize : validationSize;
  }

  @Override
  public void close() {
    model.close();
  }
}
