package dev.tenon.samples;

import static dev.tenon.Tenon.*;

import dev.tenon.Model;
import dev.tenon.callbacks.History;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Callbacks: checkpoints, stopping early, lower rates, logs, and one's own. */
public final class CallbacksTour {
  private CallbacksTour() {}

  /** Trains longer than is good, and lets the callbacks see to it. */
  public static void main(String[] args) throws Exception {
    MnistDigits digits = MnistDigits.shipped(Quick.or(512, 3_000));
    Path best = Results.file("best.keras");
    Path log = Results.file("epochs.csv");
    Path board = Results.file("tensorboard");
    try (Model model =
        sequential(
            flatten().inputShape(28, 28),
            dense(128).activation("relu"),
            dropout(0.2),
            dense(10).activation("softmax"))) {
      model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
      History history =
          model.fit(
              digits.train().x(),
              digits.train().y(),
              fit()
                  .epochs(Quick.or(2, 40))
                  .validationSplit(0.2)
                  .verbose(2)
                  .seed(1L)
                  .callbacks(
                      List.of(
                          modelCheckpoint(best).monitor("val_accuracy").saveBestOnly(true),
                          reduceLROnPlateau().patience(2).factor(0.5),
                          earlyStopping().patience(4).restoreBestWeights(true),
                          csvLogger(log),
                          tensorBoard(board),
                          terminateOnNaN(),
                          lambdaCallback()
                              .onTrainEnd((fitting, logs) -> System.out.println("that was it")))));
      System.out.println(history.epochs().size() + " epochs");
      System.out.println("digits that it has not seen: " + digits.measure(model));
    }
    try (Model again = Model.load(best)) {
      System.out.println("the checkpoint, loaded again:  " + digits.measure(again));
    }
    System.out.println("the last line of " + log);
    List<String> lines = Files.readAllLines(log);
    System.out.println("  " + lines.get(lines.size() - 1));
    System.out.println("to see it in a browser: tensorboard --logdir " + board);
  }
}
