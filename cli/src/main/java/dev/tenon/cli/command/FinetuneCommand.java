package dev.tenon.cli.command;

import dev.tenon.Model;
import dev.tenon.callbacks.History;
import dev.tenon.cli.command.text.TextFineTuning;
import dev.tenon.cli.command.text.TextFolders;
import dev.tenon.cli.input.ImageFolders;
import dev.tenon.cli.option.BatchSizeOption;
import dev.tenon.cli.option.InputFile;
import dev.tenon.cli.option.ModelOption;
import dev.tenon.cli.option.NetworkOptions;
import dev.tenon.cli.option.OptionNumbers;
import dev.tenon.cli.output.ExitCodes;
import dev.tenon.cli.output.Output;
import dev.tenon.cli.output.TextFiles;
import dev.tenon.cli.train.TrainedFiles;
import dev.tenon.cli.train.TrainingReport;
import dev.tenon.cli.train.TrainingSaving;
import dev.tenon.internal.console.Progress;
import dev.tenon.zoo.ConfusionMatrix;
import dev.tenon.zoo.FeatureExtraction;
import dev.tenon.zoo.FineTuning;
import dev.tenon.zoo.FineTuningListener;
import dev.tenon.zoo.FineTuningOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gives a pretrained network the classes of a user's images or texts. */
@Command(
    name = "finetune",
    mixinStandardHelpOptions = true,
    description =
        "Train a pretrained network on a folder of images, one sub-folder for each class: a new "
            + "head on the frozen network, then the last block too. The model takes pixels from 0 to 255. "
            + "DST is written after each epoch. SIGTERM and Ctrl-C end the training after the present batch; "
            + "DST then has what was learned so far. The exit code is 143 or 130. A Hugging Face folder is "
            + "trained on a CSV file of texts; DST is a new folder, written at the end. Its head decides the "
            + "columns: text and label; text and tags, both with spaces between words; question, context, "
            + "answer and if wanted start; two texts and if wanted score, for a sentence encoder; or text "
            + "alone, for a masked language model.",
    footer = {
      "  tenon finetune mobilenet_v2 pets/ --epochs 5 -o pets.keras",
      "  tenon finetune all-MiniLM-L6-v2 mails.csv -o spam"
    })
final class FinetuneCommand implements Callable<Integer> {
  private static final int TEXT_EPOCHS = 3;
  private static final double TEXT_RATE = 5e-5;

  @Parameters(
      index = "0",
      converter = InputFile.OrName.class,
      paramLabel = "MODEL",
      description =
          "A name of 'tenon zoo list', a Keras or ONNX file, or a Hugging Face folder for texts.")
  private String first = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      hideParamSyntax = true,
      paramLabel = "FOLDER",
      description = "Sub-folders of JPEG, PNG, BMP or GIF; or a .csv with columns of texts.")
  private @Nullable Path second;

  @Mixin private ModelOption named = new ModelOption();

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DST",
      description =
          "A .keras, .h5 or .onnx; beside it are put DST.labels.txt, DST.curves.png and "
              + "DST.confusion.png. For texts a folder.")
  private Path output = Path.of("");

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Of the head alone; by default 5. Of all layers for texts; by default 3.")
  private @Nullable Integer epochs;

  @Option(
      names = "--fine-tune-epochs",
      paramLabel = "N",
      description = "With the last block thawed; by default 2.")
  private @Nullable Integer fineTuneEpochs;

  @Option(
      names = "--rate",
      paramLabel = "RATE",
      description =
          "Adam's learning rate for the head; by default 0.001. The block has a tenth. For texts "
              + "0.00005 by default.")
  private @Nullable Double rate;

  @Option(
      names = "--unfreeze",
      paramLabel = "PATTERN",
      description = "Layers to thaw in place of the last block, such as 'conv5_*'.")
  private @Nullable String unfreeze;

  @Mixin private BatchSizeOption batchSize = new BatchSizeOption();

  @Option(
      names = "--validation-split",
      paramLabel = "SHARE",
      description = "The share of images or texts that is held out; by default 0.2, 0 for none.")
  private double validationSplit = 0.2;

  @Option(names = "--seed", paramLabel = "N", description = "What all draws follow; by default 0.")
  private long seed;

  @Option(
      names = "--augment",
      description = "Mirror, turn and zoom images at random while training.")
  private boolean augment;

  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      description =
          "The column of a CSV file with labels, tags or answers; by default 'label', 'tags' or "
              + "'answer'.")
  private @Nullable String target;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write an .html page with metrics, curves and a confusion matrix.")
  private @Nullable Path report;

  @Mixin private NetworkOptions network = new NetworkOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Output out = Output.of(spec);
    String model = named.model(first);
    if (TextFolders.matches(model)) {
      tuneTexts(model, out);
      return 0;
    }
    // What can go wrong is said before hours of training, not after.
    TrainedFiles files = TrainedFiles.of(output);
    checkNumbers();
    if (target != null) {
      throw new IllegalArgumentException("--target is for texts: leave it out for images");
    }
    if (report != null) {
      TextFiles.suffix(report, "html");
    }
    FineTuningOptions options = options();
    List<Path> folders = data();
    ImageFolders images = ImageFolders.of(folders.get(0), validationSplit, seed);
    NetworkOptions.Network opened = network.open(model, out.err());
    try (FeatureExtraction features = opened.features();
        FineTuning tuning = FineTuning.of(features, images.classNames().size(), options);
        TrainingSaving saving = TrainingSaving.start(files, images.classNames(), out.err())) {
      ImageFolders.Parts parts = images.parts(features, batchSize.value());
      out.line(
          String.format(
              Locale.ROOT,
              "%s with %s; images of %d classes, %d by %d: %d to learn from, %d held out",
              features.backbone().info().keras().name(),
              opened.weights(),
              images.classNames().size(),
              features.height(),
              features.width(),
              parts.trainingSize(),
              parts.validationSize()));
      if (opened.random()) {
        out.line("a frozen network of random weights has learned nothing: expect little");
      }
      History history =
          tuning.fit(parts.training(), parts.validation(), listener(out, parts.size(), saving));
      if (saving.hasStopped()) {
        // The process ends with the signal's own exit code before this one is used.
        return ExitCodes.USAGE;
      }
      List<String> notes = files.write(tuning.model(), images.classNames(), history);
      ConfusionMatrix matrix =
          ConfusionMatrix.of(images.classNames(), tuning.model(), parts.measured());
      files.write(matrix);
      report(out, matrix, parts, notes, files);
      if (report != null) {
        write(
            report,
            opened.features().backbone().info().keras().name(),
            tuning.model(),
            history,
            matrix);
        out.line("wrote " + report);
      }
    }
    return 0;
  }

  private void checkNumbers() {
    OptionNumbers.atLeast("--epochs", 0, epochs == null ? 0 : epochs);
    OptionNumbers.atLeast("--fine-tune-epochs", 0, fineTuneEpochs == null ? 0 : fineTuneEpochs);
    batchSize.check();
    if (rate != null && !(rate > 0)) {
      throw new IllegalArgumentException("--rate must be above 0, received " + rate);
    }
  }

  private List<Path> data() {
    List<Path> data = named.others(first, second == null ? List.of() : List.of(second), Path::of);
    if (data.size() != 1) {
      throw data.isEmpty()
          ? named.missing(spec, "FOLDER")
          : new IllegalArgumentException("expected one folder of images, received " + data);
    }
    return data;
  }

  private void tuneTexts(String model, Output out) throws IOException {
    checkNumbers();
    OptionNumbers.atLeast("--seed", 0, seed);
    OptionNumbers.atLeast("--epochs", 1, epochs == null ? 1 : epochs);
    if (!(validationSplit >= 0 && validationSplit < 1)) {
      throw new IllegalArgumentException(
          "--validation-split must be at least 0 and below 1, received " + validationSplit);
    }
    TextFolders.refuse(model, "--fine-tune-epochs", fineTuneEpochs);
    TextFolders.refuse(model, "--unfreeze", unfreeze);
    TextFolders.refuse(model, "--augment", augment ? true : null);
    new TextFineTuning(
            epochs == null ? TEXT_EPOCHS : epochs,
            rate == null ? TEXT_RATE : rate,
            batchSize.value(),
            validationSplit,
            seed,
            target,
            report)
        .run(Path.of(model), data().get(0), output, out);
  }

  private void write(
      Path page, String backbone, Model model, History history, ConfusionMatrix matrix)
      throws IOException {
    TrainingReport.ofClassifier(
            Map.of("network", backbone + ", " + matrix.labels().size() + " classes"),
            seed,
            output,
            history,
            matrix,
            JavaProgram.of(model, output))
        .write(page);
  }

  private FineTuningOptions options() {
    FineTuningOptions defaults = FineTuningOptions.DEFAULTS;
    double chosen = rate == null ? defaults.rate() : rate;
    FineTuningOptions options =
        defaults
            .epochs(epochs == null ? defaults.epochs() : epochs)
            .fineTuneEpochs(fineTuneEpochs == null ? defaults.fineTuneEpochs() : fineTuneEpochs)
            .rate(chosen)
            .fineTuneRate(chosen / 10)
            .batchSize(batchSize.value())
            .seed(seed)
            .augmentation(augment ? FineTuningOptions.usualAugmentation(seed) : List.of());
    return unfreeze == null ? options : options.unfreeze(unfreeze);
  }

  private static FineTuningListener listener(Output out, int images, TrainingSaving saving) {
    Progress bar = new Progress(out.err(), "features", images);
    return new FineTuningListener() {
      @Override
      public void onPhase(String what) {
        out.line(what);
      }

      @Override
      public void onFeatures(int done) {
        bar.at(done, "");
        if (done >= images) {
          bar.end();
        }
      }

      @Override
      public void onEpochEnd(Model model, int epoch) {
        saving.epoch(model);
      }

      @Override
      public boolean isStopped() {
        return saving.isAsked();
      }

      @Override
      public void onStop(Model model) {
        saving.stop(model);
      }
    };
  }

  private static void report(
      Output out,
      ConfusionMatrix matrix,
      ImageFolders.Parts parts,
      List<String> notes,
      TrainedFiles files) {
    out.line(
        String.format(
            Locale.ROOT,
            "%.2f %% of the %d images %s are named right",
            100 * matrix.accuracy(),
            matrix.samples(),
            parts.validation() == null ? "that it learned from" : "held out"));
    out.print(matrix.toString());
    notes.forEach(out::line);
    files.names().forEach(file -> out.line("wrote " + file));
    out.line("try: tenon classify PHOTO --model " + files.names().get(0));
  }
}
