package io.siphon.job.sink.notify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;

/** An SMTP server on loopback that keeps what it is sent, one connection after another. */
final class FakeSmtp implements AutoCloseable {

    private final ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final Queue<String> answers = new ArrayDeque<>();
    private final List<String> mails = new ArrayList<>();
    private final List<String> recipients = new ArrayList<>();
    private final List<String> logins = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::run, "smtp");

    /**
     * @param answers to the mails, one after the other
     */
    FakeSmtp(String... answers) throws IOException {
        this.answers.addAll(List.of(answers));
        thread.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    synchronized List<String> mails() {
        return List.copyOf(mails);
    }

    synchronized List<String> recipients() {
        return List.copyOf(recipients);
    }

    /** User and password, as sent. */
    List<String> logins() {
        return logins;
    }

    private void run() {
        try {
            while (true) {
                try (Socket client = socket.accept()) {
                    serve(client);
                }
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket client) throws IOException {
        BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        PrintStream out =
                new PrintStream(client.getOutputStream(), true, StandardCharsets.US_ASCII);
        out.print("220 fake\r\n");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith("RCPT")) {
                synchronized (this) {
                    recipients.add(line);
                }
            }
            if (line.startsWith("EHLO")) {
                out.print("250-fake\r\n250 AUTH LOGIN\r\n");
                continue;
            }
            if (line.equals("AUTH LOGIN")) {
                out.print("334 VXNlcm5hbWU6\r\n");
                logins.add(in.readLine());
                out.print("334 UGFzc3dvcmQ6\r\n");
                logins.add(in.readLine());
                out.print("235 in\r\n");
                continue;
            }
            if (line.startsWith("RCPT TO:<gone@")) {
                out.print("550 no such user\r\n");
                continue;
            }
            if (line.equals("QUIT")) {
                out.print("221 bye\r\n");
                return;
            }
            if (line.equals("DATA")) {
                out.print("354 go on\r\n");
                out.print(data(in) + "\r\n");
            } else {
                out.print("250 ok\r\n");
            }
        }
    }

    private synchronized String data(BufferedReader in) throws IOException {
        StringBuilder mail = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            mail.append(line).append('\n');
        }
        mails.add(mail.toString());
        return answers.remove();
    }

    @Override
    public void close() throws Exception {
        socket.close();
        thread.join();
    }
}
