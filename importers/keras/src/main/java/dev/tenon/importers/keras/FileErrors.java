package dev.tenon.importers.keras;

import dev.tenon.error.InternalErrorException;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.ModelException;
import dev.tenon.error.UnsupportedModelException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Names the file in the errors of the steps that read it, which do not know its name. */
final class FileErrors {
  private static final int LONGEST = 2_000;

  private FileErrors() {}

  /**
   * Runs a step of reading a file.
   *
   * @throws ModelException if the step throws, whatever it throws; names the file
   */
  static <T> T in(String file, Supplier<T> step) {
    try {
      return step.get();
    } catch (ModelException e) {
      throw named(file, e);
    } catch (UncheckedIOException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      // How layers and operators say that a configuration or a shape contradicts itself.
      throw new MalformedModelException(file, shortened(e.getMessage()), e);
    } catch (StackOverflowError e) {
      throw new UnsupportedModelException(
          file,
          "nests too deeply for the stack of this thread: give it more, by -Xss or its own size",
          List.of(),
          e);
    } catch (RuntimeException e) {
      // No check foresaw it; HostileFilesTest fails where it gets here.
      throw new InternalErrorException(file, e);
    }
  }

  /** A sentence that shows what a file holds can be as long as the file. */
  private static String shortened(@Nullable String sentence) {
    String text = String.valueOf(sentence);
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  /** Puts the file's name in front of a sentence that a layer wrote without knowing it. */
  private static ModelException named(String file, ModelException e) {
    boolean lists = e instanceof UnsupportedModelException said && !said.unsupported().isEmpty();
    return lists && !e.isIn(file)
        ? e.within("this cannot be imported").within(file)
        : e.within(file);
  }
}
