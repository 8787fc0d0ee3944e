package dev.tenon.cli.command;

import dev.tenon.callbacks.History;
import dev.tenon.cli.dataset.Evaluation;
import dev.tenon.cli.dataset.EvaluationData;
import dev.tenon.cli.dataset.Task;
import dev.tenon.cli.option.BatchSizeOption;
import dev.tenon.cli.option.OptionNumbers;
import dev.tenon.cli.output.ExitCodes;
import dev.tenon.cli.output.MetricTable;
import dev.tenon.cli.output.Output;
import dev.tenon.cli.output.TextFiles;
import dev.tenon.cli.train.PlanOptions;
import dev.tenon.cli.train.PlanTrainer;
import dev.tenon.cli.train.TrainedFiles;
import dev.tenon.cli.train.TrainingPlan;
import dev.tenon.cli.train.TrainingPlans;
import dev.tenon.cli.train.TrainingReport;
import dev.tenon.cli.train.TrainingSaving;
import dev.tenon.initializers.Seeds;
import dev.tenon.internal.console.Terminal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a new network on a user's data. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description =
        "Train a new network on a CSV file, a folder of images or an npz. It ends when the loss on "
            + "the samples that are held out gets no better, with the weights of the best epoch. The "
            + "network takes what the file holds: it normalizes numbers and looks texts up by itself.",
    footer = {
      "  tenon train iris.csv --target species -o iris.keras --report iris.html",
      "  tenon train photos/ -o photos.keras"
    })
final class TrainCommand implements Callable<Integer> {
  private static final int ROW_EPOCHS = 200;
  private static final int IMAGE_EPOCHS = 30;

  @Parameters(
      paramLabel = "DATA",
      description =
          "A .csv with headings (and --target), an .npz with the arrays x and y, or a folder "
              + "with a sub-folder of images for each class.")
  private Path data = Path.of("");

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DST",
      description = "A .keras, .h5 or .onnx; a classifier's DST.labels.txt is put beside it.")
  private Path output = Path.of("");

  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      description = "The column of a CSV file that is to be predicted.")
  private @Nullable String target;

  @Option(
      names = "--task",
      paramLabel = "TASK",
      description =
          "classification or regression. By default texts are classes, and so are up to 20 "
              + "different whole numbers.")
  private @Nullable Task task;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write an .html page with metrics, curves and a confusion matrix or residuals.")
  private @Nullable Path report;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "At most so many; by default 200 for rows and 30 for images.")
  private @Nullable Integer epochs;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description = "Epochs without a smaller loss before the training ends; by default 10.")
  private int patience = 10;

  @Option(
      names = "--rate",
      paramLabel = "RATE",
      description = "Adam's learning rate; by default 0.001.")
  private double rate = 0.001;

  @Mixin private BatchSizeOption batchSize = new BatchSizeOption();

  @Option(
      names = "--image-size",
      paramLabel = "SIDE",
      description = "Of a folder's images in pixels; by default that of the first, at most 96.")
  private @Nullable Integer imageSize;

  @Option(
      names = "--validation-split",
      paramLabel = "SHARE",
      description = "The share of samples that is held out; by default 0.2, 0 for none.")
  private double validationSplit = 0.2;

  @Option(names = "--seed", paramLabel = "N", description = "What all draws follow; by default 0.")
  private long seed;

  @Option(
      names = "--verbose",
      paramLabel = "N",
      description =
          "0 for silent, 1 for a progress bar, 2 for a line an epoch; by default 1 in a "
              + "terminal, else 2.")
  private @Nullable Integer verbose;

  @Option(
      names = "--base",
      paramLabel = "NAME",
      hidden = true,
      description = "A pretrained network; 'tenon finetune' trains those.")
  private @Nullable String base;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Output out = Output.of(spec);
    check();
    TrainedFiles files = TrainedFiles.of(output);
    if (report != null) {
      TextFiles.suffix(report, "html");
    }
    Seeds.setRandomSeed(seed);
    PlanOptions options =
        new PlanOptions(
            target,
            task,
            imageSize == null ? 0 : imageSize,
            validationSplit,
            batchSize.value(),
            seed);
    try (TrainingPlan plan = TrainingPlans.of(data, options);
        TrainingSaving saving = TrainingSaving.start(files, plan.classNames(), out.err())) {
      // What cannot be written is said before the training.
      plan.model().checkSavable(output);
      out.line(described(plan));
      plan.notes().forEach(out::line);
      boolean images = plan.model().inputs().get(0).shape().rank() > 2;
      int most = epochs == null ? images ? IMAGE_EPOCHS : ROW_EPOCHS : epochs;
      int shown = verbose == null ? Terminal.interactive() ? 1 : 2 : verbose;
      History history = new PlanTrainer(most, patience, rate, shown, seed).fit(plan, saving);
      if (saving.hasStopped()) {
        // The process ends with the signal's own exit code before this one is used.
        return ExitCodes.USAGE;
      }
      List<String> notes = files.write(plan.model(), plan.classNames());
      Evaluation evaluation =
          Evaluation.of(
              plan.model(),
              new EvaluationData(plan.measured(), plan.measuredSize(), plan.classNames()),
              0);
      int done = history.epochs().size();
      out.line(
          done
              + (done == 1 ? " epoch; on the " : " epochs; on the ")
              + plan.measuredSize()
              + (plan.validation() == null ? " samples to learn from:" : " samples held out:"));
      out.print(MetricTable.of(evaluation.values()));
      if (evaluation.confusion() != null) {
        out.print(evaluation.confusion().toString());
      }
      notes.forEach(out::line);
      if (report != null) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("data", data.toString());
        facts.put("network", described(plan));
        facts.put("epochs", Integer.toString(done));
        facts.put("seed", Long.toString(seed));
        facts.put("model", output.toString());
        new TrainingReport(
                String.valueOf(output.getFileName()),
                facts,
                evaluation.values(),
                history,
                evaluation.confusion(),
                JavaProgram.of(plan.model(), output))
            .write(report, plan.model(), plan.measured());
      }
      out.line("wrote " + files.model());
      if (plan.isClassifier()) {
        out.line("wrote " + files.labels());
      }
      if (report != null) {
        out.line("wrote " + report);
      }
    }
    return 0;
  }

  private void check() {
    if (base != null && spec != null) {
      throw new ParameterException(
          spec.commandLine(),
          "--base: 'train' makes a new network; for a pretrained one use 'tenon finetune FOLDER"
              + " --model "
              + base
              + " -o DST'");
    }
    OptionNumbers.atLeast("--epochs", 1, epochs == null ? 1 : epochs);
    OptionNumbers.atLeast("--patience", 0, patience);
    batchSize.check();
    OptionNumbers.atLeast("--image-size", 1, imageSize == null ? 1 : imageSize);
    OptionNumbers.atLeast("--seed", 0, seed);
    if (!(validationSplit >= 0 && validationSplit < 1)) {
      throw new IllegalArgumentException(
          "--validation-split must be at least 0 and below 1, received " + validationSplit);
    }
    if (!(rate > 0)) {
      throw new IllegalArgumentException("--rate must be above 0, received " + rate);
    }
    if (verbose != null && (verbose < 0 || verbose > 2)) {
      throw new IllegalArgumentException("--verbose must be 0, 1 or 2, received " + verbose);
    }
  }

  private static String described(TrainingPlan plan) {
    return (plan.isClassifier()
            ? "a classifier of " + plan.classNames().size() + " classes"
            : "a regressor")
        + String.format(
            Locale.ROOT,
            " with %,d weights; %,d samples to learn from, %,d held out",
            plan.model().countParams(),
            plan.trainingSize(),
            plan.validationSize());
  }
}
