package dev.tenon.tokenizers;

import dev.tenon.tokenizers.error.MalformedTokenizerException;
import dev.tenon.tokenizers.error.UnsupportedTokenizerException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/** The files of a tokenizer by their names: those of a folder, or bytes. */
interface NamedFiles {
  long MOST_BYTES = 1L << 29;

  /** Returns whether there is such a file. */
  boolean has(String name);

  /** Returns the number of bytes of a file. */
  long size(String name) throws IOException;

  /** Returns the bytes of a file. */
  byte[] bytes(String name) throws IOException;

  /** Returns a file's text, which must be UTF-8. */
  default String text(String name) throws IOException {
    long size = size(name);
    if (size > MOST_BYTES) {
      throw new UnsupportedTokenizerException(
          "%s: not supported: %d bytes. Supported: up to %d".formatted(name, size, MOST_BYTES));
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(bytes(name));
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedTokenizerException(
          name + ": Expected: text in UTF-8. Received: other bytes", e);
    }
  }

  /** The files beside a file. */
  record Beside(Path file) implements NamedFiles {
    @Override
    public boolean has(String name) {
      return Files.exists(file.resolveSibling(name));
    }

    @Override
    public long size(String name) throws IOException {
      return Files.size(file.resolveSibling(name));
    }

    @Override
    public byte[] bytes(String name) throws IOException {
      return Files.readAllBytes(file.resolveSibling(name));
    }
  }

  /** Bytes by names. */
  record InMemory(Map<String, byte[]> files) implements NamedFiles {
    @Override
    public boolean has(String name) {
      return files.containsKey(name);
    }

    @Override
    public long size(String name) throws IOException {
      return bytes(name).length;
    }

    @Override
    public byte[] bytes(String name) throws IOException {
      byte[] bytes = files.get(name);
      if (bytes == null) {
        throw new NoSuchFileException(name, null, "it is not among " + files.keySet());
      }
      return bytes;
    }
  }
}
