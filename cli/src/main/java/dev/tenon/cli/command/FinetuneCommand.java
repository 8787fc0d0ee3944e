package dev.tenon.cli.command;

import dev.tenon.Model;
import dev.tenon.callbacks.History;
import dev.tenon.cli.input.ImageFolders;
import dev.tenon.cli.option.BatchSizeOption;
import dev.tenon.cli.option.InputFile;
import dev.tenon.cli.option.ModelOption;
import dev.tenon.cli.option.NetworkOptions;
import dev.tenon.cli.option.OptionNumbers;
import dev.tenon.cli.output.ExitCodes;
import dev.tenon.cli.output.Output;
import dev.tenon.cli.train.TrainedFiles;
import dev.tenon.cli.train.TrainingSaving;
import dev.tenon.internal.console.Progress;
import dev.tenon.zoo.ConfusionMatrix;
import dev.tenon.zoo.FeatureExtraction;
import dev.tenon.zoo.FineTuning;
import dev.tenon.zoo.FineTuningListener;
import dev.tenon.zoo.FineTuningOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gives a pretrained network the classes of a user's images. */
@Command(
    name = "finetune",
    mixinStandardHelpOptions = true,
    description =
        "Train a pretrained network on a folder of images, one sub-folder for each class: a new "
            + "head on the frozen network, then the last block too. The model takes pixels from 0 to 255. "
            + "DST is written after each epoch. SIGTERM and Ctrl-C end the training after the present batch; "
            + "DST then has what was learned so far. The exit code is 143 or 130.",
    footer = {"  tenon finetune mobilenet_v2 pets/ --epochs 5 -o pets.keras"})
final class FinetuneCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      converter = InputFile.OrName.class,
      paramLabel = "MODEL",
      description = "A name of 'tenon zoo list', or a Keras or ONNX file.")
  private String first = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      hideParamSyntax = true,
      paramLabel = "FOLDER",
      description = "Sub-folders of JPEG, PNG, BMP or GIF.")
  private @Nullable Path second;

  @Mixin private ModelOption named = new ModelOption();

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DST",
      description =
          "A .keras, .h5 or .onnx; beside it are put DST.labels.txt, DST.curves.png and "
              + "DST.confusion.png.")
  private Path output = Path.of("");

  @Option(names = "--epochs", paramLabel = "N", description = "Of the head alone; by default 5.")
  private int epochs = FineTuningOptions.DEFAULTS.epochs();

  @Option(
      names = "--fine-tune-epochs",
      paramLabel = "N",
      description = "With the last block thawed; by default 2.")
  private int fineTuneEpochs = FineTuningOptions.DEFAULTS.fineTuneEpochs();

  @Option(
      names = "--rate",
      paramLabel = "RATE",
      description = "Adam's learning rate for the head; by default 0.001. The block has a tenth.")
  private double rate = FineTuningOptions.DEFAULTS.rate();

  @Option(
      names = "--unfreeze",
      paramLabel = "PATTERN",
      description = "Layers to thaw in place of the last block, such as 'conv5_*'.")
  private @Nullable String unfreeze;

  @Mixin private BatchSizeOption batchSize = new BatchSizeOption();

  @Option(
      names = "--validation-split",
      paramLabel = "SHARE",
      description = "The share of images that is held out; by default 0.2, 0 for none.")
  private double validationSplit = 0.2;

  @Option(names = "--seed", paramLabel = "N", description = "What all draws follow; by default 0.")
  private long seed;

  @Option(
      names = "--augment",
      description = "Mirror, turn and zoom images at random while training.")
  private boolean augment;

  @Mixin private NetworkOptions network = new NetworkOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Output out = Output.of(spec);
    // What can go wrong is said before hours of training, not after.
    TrainedFiles files = TrainedFiles.of(output);
    OptionNumbers.atLeast("--epochs", 0, epochs);
    OptionNumbers.atLeast("--fine-tune-epochs", 0, fineTuneEpochs);
    batchSize.check();
    if (!(rate > 0)) {
      throw new IllegalArgumentException("--rate must be above 0, received " + rate);
    }
    FineTuningOptions options = options();
    String model = named.model(first);
    List<Path> folders =
        named.others(first, second == null ? List.of() : List.of(second), Path::of);
    if (folders.size() != 1) {
      throw folders.isEmpty()
          ? named.missing(spec, "FOLDER")
          : new IllegalArgumentException("expected one folder of images, received " + folders);
    }
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
              features.backbone().keras().name(),
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
    }
    return 0;
  }

  private FineTuningOptions options() {
    FineTuningOptions options =
        FineTuningOptions.DEFAULTS
            .epochs(epochs)
            .fineTuneEpochs(fineTuneEpochs)
            .rate(rate)
            .fineTuneRate(rate / 10)
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
