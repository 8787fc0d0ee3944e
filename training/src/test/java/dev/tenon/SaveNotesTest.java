package dev.tenon;

import static dev.tenon.layers.Layers.dense;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What save returns of a file is logged, too: few look at what it returns. */
final class SaveNotesTest {
  @TempDir private Path folder;

  @Test
  void notesAreLoggedOnce() throws IOException {
    List<LogRecord> logged = new ArrayList<>();
    Logger logger = Logger.getLogger("dev.tenon.Model");
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            logged.add(entry);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    try (Model model = Model.sequential(dense(1).inputShape(2))) {
      model.compile("adam", "mse");
      model.trainOnBatch(Tensor.of(new float[] {1, 2}, 1, 2), Tensor.of(new float[] {1}, 1, 1));
      Path file = folder.resolve("model.h5");
      List<String> notes = model.save(file).notes();
      assertThat(notes).hasSize(1);
      // Keras says it itself, when such a file is loaded.
      assertThat(notes.get(0)).contains("optimizer");
      assertThat(logged).hasSize(1);
      assertThat(logged.get(0).getLevel()).isEqualTo(Level.WARNING);
      assertThat(logged.get(0).getMessage()).isEqualTo("model.h5: " + notes.get(0));
      assertThat(model.save(file).notes()).isEqualTo(notes);
      assertThat(logged).hasSize(1);
    } finally {
      logger.removeHandler(handler);
    }
  }
}
