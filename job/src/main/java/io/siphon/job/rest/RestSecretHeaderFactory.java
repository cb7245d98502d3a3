package io.siphon.job.rest;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.io.network.netty.OutboundChannelHandlerFactory;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandler;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandlerContext;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelOutboundHandlerAdapter;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelPromise;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpHeaderNames;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpMethod;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpRequest;

import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Optional;

/**
 * Has Flink's REST client send the secret with what changes something: to this machine, and to
 * another one only where {@code rest.guard.secret-file} is set.
 */
public final class RestSecretHeaderFactory implements OutboundChannelHandlerFactory {

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public Optional<ChannelHandler> createHandler(Configuration configuration) {
        RestSecret secret = new RestSecret(RestGuardOptions.secretFile(configuration));
        boolean anywhere = configuration.contains(RestGuardOptions.SECRET_FILE);
        return Optional.of(
                new ChannelOutboundHandlerAdapter() {
                    @Override
                    public void write(
                            ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
                        if (message instanceof HttpRequest request
                                && !request.method().equals(HttpMethod.GET)
                                && !request.headers().contains(HttpHeaderNames.AUTHORIZATION)
                                && (anywhere || isHere(ctx.channel().remoteAddress()))) {
                            secret.authorization()
                                    .ifPresent(
                                            header ->
                                                    request.headers()
                                                            .set(
                                                                    HttpHeaderNames.AUTHORIZATION,
                                                                    header));
                        }
                        ctx.write(message, promise);
                    }
                });
    }

    private static boolean isHere(SocketAddress remote) {
        try {
            return remote instanceof InetSocketAddress inet
                    && (inet.getAddress().isLoopbackAddress()
                            || NetworkInterface.getByInetAddress(inet.getAddress()) != null);
        } catch (SocketException e) {
            return false;
        }
    }
}
