package dev.tenon.cli.option;

import dev.tenon.cli.input.StandardInput;
import dev.tenon.cli.output.Target;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine;

/** Reads the name of a file to read, or {@code -} for standard input. */
public final class InputFile implements CommandLine.ITypeConverter<Path> {
  private final StandardInput standard;

  InputFile(StandardInput standard) {
    this.standard = standard;
  }

  @Override
  public Path convert(String word) throws IOException {
    if (word.isEmpty()) {
      throw new CommandLine.TypeConversionException("the name of a file is empty");
    }
    try {
      return standard.file(word);
    } catch (InvalidPathException e) {
      throw new CommandLine.TypeConversionException(
          "'" + word + "' cannot name a file: " + e.getReason());
    } catch (IllegalArgumentException e) {
      throw new CommandLine.TypeConversionException(e.getMessage());
    }
  }

  /** Reads {@code NAME|FILE}: a name of the zoo, a file, or {@code -} for standard input. */
  public static final class OrName implements CommandLine.ITypeConverter<String> {
    private final InputFile file;

    OrName(InputFile file) {
      this.file = file;
    }

    @Override
    public String convert(String word) throws IOException {
      return word.equals(Target.STANDARD) ? file.convert(word).toString() : word;
    }
  }

  /** Makes the converters of one run: they share standard input. */
  public static final class Factory implements CommandLine.IFactory {
    private final CommandLine.IFactory others = CommandLine.defaultFactory();
    private final InputFile file;

    /** Creates it. */
    public Factory(StandardInput standard) {
      file = new InputFile(standard);
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
      if (type == InputFile.class) {
        return type.cast(file);
      }
      return type == OrName.class ? type.cast(new OrName(file)) : others.create(type);
    }
  }
}
