package dev.tenon.runtime.tensorflow.saved;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import java.io.IOException;
import java.util.List;

/** Parses TensorFlow's protobuf files. */
final class Messages {
  private Messages() {}

  /** What reads a message. */
  @FunctionalInterface
  interface Parser<T> {
    T parse(CodedInputStream input) throws IOException;
  }

  /**
   * Returns the message that a file holds.
   *
   * @param label starts the sentence of an exception
   * @param what names its kind in the exception
   * @throws MalformedModelException where it is damaged
   */
  static <T> T parse(String label, Source source, Parser<T> parser, String what) {
    try {
      CodedInputStream input =
          UnsafeByteOperations.unsafeWrap(source.slice(0, source.size())).newCodedInput();
      input.enableAliasing(true);
      T message = parser.parse(input);
      input.checkLastTagWas(0);
      return message;
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedModelException(
          label
              + ": is no "
              + what
              + " or is damaged ("
              + e.getMessage()
              + "): fetch the file again",
          e);
    } catch (IOException e) {
      throw new MalformedModelException(label + ": " + e.getMessage(), e);
    } catch (InternalError e) {
      // So the JVM says that a page of a mapped file is not there any more.
      throw new MalformedModelException(
          label + ": became shorter, or its disk failed, while it was read: fetch the file again",
          e);
    } catch (OutOfMemoryError e) {
      throw new UnsupportedModelException(
          label
              + ": its "
              + source.size()
              + " bytes unfold to more than the memory holds: start the JVM with a larger -Xmx",
          List.of(),
          e);
    }
  }
}
