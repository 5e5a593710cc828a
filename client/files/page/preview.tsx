/** A small picture of a picture that was chosen; nothing for any other file. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../messages/messages.ts';

export function Preview({ file, name }: { file: Blob; name: string }) {
  const [isDrawn, setIsDrawn] = useState(false);
  const canvasRef = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let isLeft = false;
    void (async () => {
      const code = await import('../thumbnail.ts').catch(() => null);
      const canvas = canvasRef.current;
      if (code === null || canvas === null) return;
      const drawn = await code.drawThumbnail(file, canvas, () => !isLeft);
      if (!isLeft) setIsDrawn(drawn);
    })();
    return () => {
      isLeft = true;
    };
  }, [file]);
  return (
    <canvas ref={canvasRef} class="preview" hidden={!isDrawn}>
      {t('files.preview', { name })}
    </canvas>
  );
}
